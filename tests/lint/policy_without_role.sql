-- A policy for PUBLIC, or two for one role and verb, hides who sees what: one policy per table, role and verb.
SELECT p.schemaname || '.' || p.tablename AS object, format('%s policies for %s of %s', count(*), p.cmd, r.role) AS fault
FROM pg_policies AS p
CROSS JOIN unnest(p.roles) AS r (role)
WHERE p.schemaname IN ('helpdesk', 'audit')
GROUP BY p.schemaname, p.tablename, p.cmd, r.role
HAVING count(*) > 1 OR r.role = 'public' OR p.cmd = 'ALL';
