-- Any login can hold an advisory lock, and stop whoever waits for it; lock a row or a table that nobody else may lock.
SELECT p.oid::regprocedure::text AS object, 'takes an advisory lock' AS fault
FROM pg_proc AS p
WHERE p.pronamespace::regnamespace::text IN ('helpdesk', 'api', 'audit', 'hook', 'reports', 'pgdesk_deploy')
    AND coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) ~* 'pg_(try_)?advisory';
