-- No policy applies inside a definer, so each verb must reach the gate: lock_ticket, require, can or me,
-- itself, through a trigger of the table that it writes, or through a function that does.
WITH RECURSIVE body AS (
    SELECT
        p.oid,
        p.pronamespace::regnamespace || '.' || p.proname AS name,
        p.prorettype = 'trigger'::regtype AS is_trigger,
        coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) AS text
    FROM pg_proc AS p
    WHERE p.pronamespace::regnamespace::text IN ('helpdesk', 'api')
        AND p.proname NOT IN ('record_event', 'refuse', 'actor_role')
),
call AS (
    SELECT DISTINCT b.name, b.is_trigger, m.found[1] AS callee
    FROM body AS b
    CROSS JOIN LATERAL regexp_matches(b.text, '\m((?:helpdesk|api)\.\w+)\(', 'g') AS m (found)
),
gate (name) AS (
    SELECT v.name COLLATE "C" FROM (VALUES ('helpdesk.lock_ticket'), ('helpdesk.require'), ('helpdesk.can'), ('helpdesk.me')) AS v (name)
    UNION
    SELECT c.name FROM call AS c JOIN gate AS g ON g.name = c.callee WHERE NOT c.is_trigger
),
guarded_table AS (
    SELECT DISTINCT t.tgrelid::regclass::text AS name
    FROM pg_trigger AS t
    JOIN body AS b ON b.oid = t.tgfoid
    JOIN call AS c ON c.name = b.name
    JOIN gate AS g ON g.name = c.callee
)
SELECT b.oid::regprocedure AS object, 'reaches no gate' AS fault
FROM body AS b
JOIN pg_proc AS p ON p.oid = b.oid
WHERE b.name LIKE 'api.%'
    AND p.prosecdef
    AND NOT EXISTS (SELECT 1 FROM gate AS g WHERE g.name = b.name)
    AND NOT EXISTS (SELECT 1 FROM guarded_table AS t WHERE b.text ~ ('(INSERT INTO|UPDATE|DELETE FROM) ' || t.name || '\M'));
