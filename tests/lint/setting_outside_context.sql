-- What travels by a setting is seen in no signature: helpdesk.context lists each and the functions that may name it,
-- one that opens it, one that closes it, and those that use it in between.
WITH body AS (
    SELECT p.oid, p.proname, coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) AS text
    FROM pg_proc AS p
    WHERE p.pronamespace::regnamespace::text IN ('helpdesk', 'api', 'audit', 'hook', 'reports')
        -- The tests' own clock is set by one.
        AND p.oid <> 'helpdesk.clock()'::regprocedure
),
-- NULL: a name that is put together.
named AS (
    SELECT b.oid, b.proname, m.found[1] AS setting
    FROM body AS b
    CROSS JOIN LATERAL regexp_matches(
        b.text, '\m(?:set_config|current_setting)\s*\(\s*(?:''([\w.]+)''(?:::text)?\s*[,)])?', 'gi'
    ) AS m (found)
    UNION
    SELECT b.oid, b.proname, m.found[1]
    FROM body AS b
    CROSS JOIN LATERAL regexp_matches(b.text, '\m(?:SET|SET LOCAL|RESET)\s+(\w+\.[\w.]+)', 'g') AS m (found)
),
known AS (
    SELECT c.setting, a.name
    FROM helpdesk.context AS c
    CROSS JOIN LATERAL unnest(c.opened_by || c.used_by || c.closed_by) AS a (name)
    WHERE a.name IS NOT NULL
)
SELECT n.oid::regprocedure::text AS object, 'names ' || coalesce(n.setting, 'what it puts together') AS fault
FROM named AS n
-- Names without a dot are the server's own.
WHERE strpos(coalesce(n.setting, '.'), '.') > 0
    AND NOT EXISTS (SELECT 1 FROM known AS k WHERE k.name = n.proname AND k.setting = coalesce(n.setting, k.setting))
UNION ALL
SELECT k.setting, k.name || ' does not name it'
FROM known AS k
WHERE NOT EXISTS (SELECT 1 FROM named AS n WHERE n.proname = k.name AND k.setting = coalesce(n.setting, k.setting));
