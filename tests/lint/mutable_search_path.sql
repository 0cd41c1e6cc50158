-- A definer or PL/pgSQL function that resolves names by the caller's search_path runs what the caller puts there.
SELECT p.oid::regprocedure AS object, 'search_path is not set to empty' AS fault
FROM pg_proc AS p
JOIN pg_language AS l ON l.oid = p.prolang
WHERE p.pronamespace::regnamespace::text IN ('helpdesk', 'api', 'audit', 'hook', 'reports')
    AND (p.prosecdef OR l.lanname = 'plpgsql')
    AND NOT coalesce(p.proconfig, '{}') @> '{"search_path=\"\""}';
