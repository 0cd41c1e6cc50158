SELECT c.relname, a.attname, k.attname
FROM pg_attribute AS a
JOIN pg_class AS c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
JOIN pg_index AS i ON i.indrelid = c.oid AND i.indisprimary AND i.indnatts = 1
JOIN pg_attribute AS k ON k.attrelid = c.oid AND k.attnum = i.indkey[0]
WHERE a.atttypid = 'helpdesk.sealed'::regtype AND NOT a.attisdropped
    AND c.relnamespace = 'helpdesk'::regnamespace
ORDER BY 1, 2
