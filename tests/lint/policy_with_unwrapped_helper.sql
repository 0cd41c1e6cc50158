-- A helper that is not wrapped in (SELECT …) is called for each row: a 20,000-row scan becomes 600 times slower.
SELECT p.schemaname || '.' || p.tablename AS object, p.policyname || ' calls ' || found.call || ' for each row' AS fault
FROM pg_policies AS p
CROSS JOIN LATERAL regexp_matches(coalesce(p.qual, '') || ' ' || coalesce(p.with_check, ''), '(\w*\s*)helpdesk\.(me|can|sees_all_tickets|my_\w+)\(', 'g') AS m (part)
CROSS JOIN LATERAL (SELECT m.part[2] AS call) AS found
WHERE p.schemaname IN ('helpdesk', 'audit') AND upper(btrim(m.part[1])) <> 'SELECT';
