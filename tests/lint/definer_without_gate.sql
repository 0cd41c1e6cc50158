-- No policy applies inside a definer, so each verb must reach the gate: lock_ticket, require, can or me,
-- itself, through a trigger of the table that it writes, or through a function of helpdesk that does.
WITH RECURSIVE gate (name) AS (
    SELECT v.name COLLATE "C" FROM (VALUES ('lock_ticket'), ('require'), ('can'), ('me')) AS v (name)
    UNION
    SELECT p.proname::text
    FROM pg_proc AS p
    JOIN gate AS g ON coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) ~ ('\mhelpdesk\.' || g.name || '\(')
    WHERE p.pronamespace = 'helpdesk'::regnamespace AND p.prorettype <> 'trigger'::regtype
        AND p.proname NOT IN ('record_event', 'refuse', 'actor_role')
),
guarded_table (name) AS (
    SELECT DISTINCT c.relname::text
    FROM pg_trigger AS t
    JOIN pg_class AS c ON c.oid = t.tgrelid
    JOIN pg_proc AS p ON p.oid = t.tgfoid
    JOIN gate AS g ON p.prosrc ~ ('\mhelpdesk\.' || g.name || '\(')
    WHERE p.pronamespace = 'helpdesk'::regnamespace
)
SELECT p.oid::regprocedure AS object, 'reaches no gate' AS fault
FROM pg_proc AS p
WHERE p.pronamespace = 'api'::regnamespace
    AND p.prosecdef
    AND NOT EXISTS (SELECT 1 FROM gate AS g WHERE coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) ~ ('\mhelpdesk\.' || g.name || '\('))
    AND NOT EXISTS (
        SELECT 1 FROM guarded_table AS t WHERE p.prosrc ~ ('(INSERT INTO|UPDATE|DELETE FROM) helpdesk\.' || t.name || '\M')
    );
