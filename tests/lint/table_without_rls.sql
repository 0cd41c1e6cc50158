-- A table without row level security shows all its rows to whoever is granted a view on it.
SELECT c.oid::regclass AS object, 'row level security is off' AS fault
FROM pg_class AS c
WHERE c.relnamespace::regnamespace::text IN ('helpdesk', 'audit')
    AND c.relkind IN ('r', 'p')
    AND NOT c.relrowsecurity;
