-- Clients see views and functions; a table in api would be reached past them.
SELECT c.oid::regclass AS object, 'relkind ' || c.relkind::text AS fault
FROM pg_class AS c
WHERE c.relnamespace = 'api'::regnamespace AND c.relkind NOT IN ('v', 'c');
