-- Columns whose comment tells of changes of state.
SELECT c.oid::regclass::text || '.' || a.attname, col_description(c.oid, a.attnum)
FROM pg_class AS c
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relkind IN ('r', 'p') AND col_description(c.oid, a.attnum) ~ '(^|\n)(\S.* )?-> '
ORDER BY a.attrelid::regclass::text
