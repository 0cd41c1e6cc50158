-- A verb is one function: its text moves from api.x to helpdesk.x when a second caller needs it, not before.
WITH body AS (
    SELECT p.oid, p.pronamespace::regnamespace::text AS schema, p.proname,
        coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) AS text
    FROM pg_proc AS p
    WHERE p.pronamespace::regnamespace::text IN ('helpdesk', 'api', 'audit', 'hook', 'reports')
)
SELECT h.oid::regprocedure AS object, 'is called by ' || a.schema || '.' || a.proname || ' only' AS fault
FROM body AS h
JOIN pg_proc AS p ON p.oid = h.oid
JOIN body AS a ON a.schema = 'api' AND a.proname = h.proname
WHERE h.schema = 'helpdesk'
    AND a.text ~ ('\mhelpdesk\.' || h.proname || '\(')
    -- Workers call what they are granted.
    AND (SELECT bool_and(g.grantee = p.proowner) FROM aclexplode(p.proacl) AS g) IS NOT FALSE
    AND NOT EXISTS (
        SELECT 1 FROM body AS o WHERE o.oid NOT IN (h.oid, a.oid) AND o.text ~ ('\mhelpdesk\.' || h.proname || '\(')
    )
    AND NOT EXISTS (SELECT 1 FROM helpdesk.schedule AS s WHERE s.call ~ ('\mhelpdesk\.' || h.proname || '\('))
    -- Views, policies, triggers, constraints.
    AND NOT EXISTS (
        SELECT 1
        FROM pg_depend AS d
        WHERE d.refclassid = 'pg_proc'::regclass AND d.refobjid = h.oid AND d.classid <> 'pg_proc'::regclass
    );
