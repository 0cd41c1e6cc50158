-- Definer functions run as their owner: all of pgdesk belongs to pgdesk_owner, whom nobody can log in as.
SELECT c.oid::regclass::text AS object, 'owned by ' || c.relowner::regrole AS fault
FROM pg_class AS c
WHERE c.relkind <> ALL ('{i,I,c}') AND c.relnamespace::regnamespace::text IN ('helpdesk', 'audit', 'api', 'reports') AND c.relowner::regrole::text <> 'pgdesk_owner'
UNION ALL
SELECT p.oid::regprocedure::text, 'owned by ' || p.proowner::regrole
FROM pg_proc AS p
WHERE p.pronamespace::regnamespace::text IN ('helpdesk', 'audit', 'api', 'reports', 'hook') AND p.proowner::regrole::text <> 'pgdesk_owner';
