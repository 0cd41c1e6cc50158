-- A boolean reads as a statement: is_, has_, can_ (or needs_, opens_),
-- also after the name of whom it is about (requester_is_guest).
SELECT a.attrelid::regclass AS object, a.attname AS fault
FROM pg_attribute AS a
JOIN pg_class AS c ON c.oid = a.attrelid
WHERE c.relnamespace::regnamespace::text IN ('helpdesk', 'audit', 'api')
    AND c.relkind IN ('r', 'p', 'v')
    AND a.attnum > 0
    AND NOT a.attisdropped
    AND a.atttypid = 'boolean'::regtype
    AND a.attname !~ '(^|_)(is|has|can|needs|opens)_';
