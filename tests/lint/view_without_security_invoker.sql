-- A view that runs as its owner shows rows past every policy.
-- Exempt: schema reports, which has no personal data and no policies to obey.
SELECT c.oid::regclass AS object, 'security_invoker is not true' AS fault
FROM pg_class AS c
WHERE c.relnamespace = 'api'::regnamespace AND c.relkind = 'v' AND NOT coalesce(c.reloptions, '{}') @> '{security_invoker=true}';
