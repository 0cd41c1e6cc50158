-- A table says what a row of it is, and its columns what the names cannot: views of schema api take that over.
SELECT c.oid::regclass::text, format('no comment on %s', string_agg(n.name, ', ' ORDER BY n.number))
FROM pg_class AS c
CROSS JOIN LATERAL (
    SELECT 0, 'the table itself'
    UNION ALL
    SELECT a.attnum, a.attname
    FROM pg_attribute AS a
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
) AS n(number, name)
WHERE c.relnamespace IN ('helpdesk'::regnamespace, 'audit'::regnamespace)
    AND c.relkind IN ('r', 'p')
    AND NOT c.relispartition
    AND NOT EXISTS (
        SELECT 1
        FROM pg_description AS d
        WHERE d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = n.number
    )
GROUP BY c.oid
