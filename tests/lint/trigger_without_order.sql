-- A trigger's name carries its order, since triggers of one kind fire by name.
SELECT t.tgrelid::regclass AS object, t.tgname AS fault
FROM pg_trigger AS t
JOIN pg_class AS c ON c.oid = t.tgrelid
WHERE c.relnamespace::regnamespace::text IN ('helpdesk', 'audit')
    AND NOT t.tgisinternal
    AND t.tgname !~ '^[a-z_]+_[0-9]{2}_[a-z_]+$';
