-- A client that is granted a table on which no policy names it sees no rows, silently.
-- Exempt: columns that a view reads only to say "no" to that role (mention, for has_mention to customers).
SELECT c.oid::regclass AS object, format('%s may %s, but no policy lets it', r.role, v.verb) AS fault
FROM pg_class AS c
CROSS JOIN unnest(ARRAY['anon', 'customer', 'agent', 'admin']) AS r (role)
CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS v (verb)
WHERE c.relnamespace = 'helpdesk'::regnamespace
    AND c.relkind IN ('r', 'p')
    AND CASE v.verb
        WHEN 'DELETE' THEN has_table_privilege(r.role, c.oid, 'DELETE')
        ELSE has_any_column_privilege(r.role, c.oid, v.verb)
    END
    AND NOT EXISTS (
        SELECT 1
        FROM pg_policies AS p
        WHERE p.schemaname = 'helpdesk' AND p.tablename = c.relname AND p.cmd IN (v.verb, 'ALL') AND r.role = ANY (p.roles)
    )
    AND (c.relname, r.role) NOT IN (('mention', 'customer'));
