-- EXECUTE is granted one by one; what PUBLIC may call, anon may call.
-- Exempt: clock, which defaults and policies of every role need.
SELECT p.oid::regprocedure AS object, 'PUBLIC may execute it' AS fault
FROM pg_proc AS p
CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a
WHERE p.pronamespace::regnamespace::text IN ('helpdesk', 'api', 'audit', 'hook', 'reports')
    AND a.grantee = 0
    AND p.proname <> 'clock';
