-- The views of schemas api and helpdesk with their rewrite rules.
SELECT c.oid::bigint, r.ev_action::text
FROM pg_class AS c
JOIN pg_rewrite AS r ON r.ev_class = c.oid AND r.rulename = '_RETURN'
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'v' AND n.nspname IN ('api', 'helpdesk')
