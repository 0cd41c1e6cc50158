-- COMMENT for each column that has none and shows a column that has one.
SELECT format('COMMENT ON COLUMN %%s.%%I IS %%L', c.oid::regclass, a.attname, d.description)
FROM unnest(%s::oid[], %s::int[], %s::oid[], %s::int[]) AS shown (view, number, base, base_number)
JOIN pg_class AS c ON c.oid = shown.view AND c.relnamespace = 'api'::regnamespace
JOIN pg_attribute AS a ON a.attrelid = shown.view AND a.attnum = shown.number
JOIN pg_description AS d
    ON d.classoid = 'pg_class'::regclass AND d.objoid = shown.base AND d.objsubid = shown.base_number
WHERE col_description(shown.view, shown.number) IS NULL
ORDER BY 1
