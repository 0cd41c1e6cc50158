-- Clients read a view's columns in the OpenAPI document, and who asks in SQL in psql and docs/report-views.md: shape, unit,
-- what null means. A column of api that shows one of a table has that one's comment; one that is computed needs its own.
SELECT format('%s.%I', c.relnamespace::regnamespace, c.relname), format('column %I has no comment', a.attname)
FROM pg_class AS c
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace IN ('api'::regnamespace, 'reports'::regnamespace)
    AND c.relkind = 'v' AND col_description(c.oid, a.attnum) IS NULL
