-- ALTER VIEW for each column that shows, updatable, a column with a default.
SELECT format(
    'ALTER VIEW %%s ALTER COLUMN %%I SET DEFAULT %%s',
    c.oid::regclass, a.attname, pg_get_expr(d.adbin, d.adrelid)
)
FROM unnest(%s::oid[], %s::int[], %s::oid[], %s::int[]) AS shown (view, number, base, base_number)
JOIN pg_class AS c ON c.oid = shown.view AND c.relnamespace = 'api'::regnamespace
JOIN pg_attribute AS a ON a.attrelid = shown.view AND a.attnum = shown.number
JOIN pg_attribute AS b ON b.attrelid = shown.base AND b.attnum = shown.base_number
JOIN pg_attrdef AS d ON d.adrelid = shown.base AND d.adnum = shown.base_number
WHERE b.attgenerated = '' AND pg_column_is_updatable(shown.view, a.attnum, false)
ORDER BY 1
