-- Tables whose rows a backup must bring back: of pgdesk's own schemas, leaves of partitioned ones each.
SELECT n.nspname, c.relname
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname IN ('helpdesk', 'audit', 'dramatiq', 'pgdesk_deploy') AND c.relpersistence = 'p'
ORDER BY 1, 2
