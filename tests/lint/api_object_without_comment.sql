-- The comment is the object's documentation in OpenAPI.
SELECT c.oid::regclass::text AS object, 'no comment' AS fault
FROM pg_class AS c
WHERE c.relnamespace = 'api'::regnamespace AND c.relkind IN ('v', 'm') AND obj_description(c.oid, 'pg_class') IS NULL
UNION ALL
SELECT p.oid::regprocedure::text, 'no comment'
FROM pg_proc AS p
WHERE p.pronamespace::regnamespace::text IN ('api', 'helpdesk', 'audit', 'hook') AND obj_description(p.oid, 'pg_proc') IS NULL;
