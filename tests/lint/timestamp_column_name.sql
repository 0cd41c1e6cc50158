-- An instant ends in _at, the bounds of a span in _from and _until (event.at and change.at are nothing but an instant).
SELECT a.attrelid::regclass AS object, a.attname || ' is ' || format_type(a.atttypid, NULL) AS fault
FROM pg_attribute AS a
JOIN pg_class AS c ON c.oid = a.attrelid
WHERE c.relnamespace::regnamespace::text IN ('helpdesk', 'audit', 'api')
    AND c.relkind IN ('r', 'p', 'v')
    AND a.attnum > 0
    AND NOT a.attisdropped
    AND (
        a.atttypid = 'timestamptz'::regtype AND a.attname !~ '((^|_)at|_from|_until)$'
        OR a.atttypid = 'timestamp'::regtype
    );
