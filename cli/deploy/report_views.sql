SELECT
    c.relname,
    obj_description(c.oid, 'pg_class'),
    array_agg(
        ARRAY[a.attname::text, format_type(a.atttypid, a.atttypmod), col_description(c.oid, a.attnum)]
        ORDER BY a.attnum
    )
FROM pg_class AS c
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = 'reports'::regnamespace AND c.relkind = 'v'
GROUP BY c.oid
ORDER BY c.relname
