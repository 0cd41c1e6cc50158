CREATE OR REPLACE FUNCTION helpdesk.list_wrong_days() RETURNS SETOF date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH counted AS MATERIALIZED (SELECT array_agg(d.day) AS days FROM helpdesk.list_counted_days() AS d(day)),
    kept AS (
        SELECT k.* FROM helpdesk.activity_day AS k WHERE k.day = ANY ((SELECT c.days FROM counted AS c)::date[])
    ),
    found AS (
        SELECT n.* FROM helpdesk.activity_count AS n WHERE n.day = ANY ((SELECT c.days FROM counted AS c)::date[])
    ),
    kept_of_agents AS (
        SELECT k.* FROM helpdesk.agent_day AS k WHERE k.day = ANY ((SELECT c.days FROM counted AS c)::date[])
    ),
    found_of_agents AS (
        SELECT n.* FROM helpdesk.agent_count AS n WHERE n.day = ANY ((SELECT c.days FROM counted AS c)::date[])
    )
    SELECT w.day FROM ((SELECT * FROM kept EXCEPT SELECT * FROM found)) AS w
    UNION
    SELECT w.day FROM ((SELECT * FROM found EXCEPT SELECT * FROM kept)) AS w
    UNION
    SELECT w.day FROM ((SELECT * FROM kept_of_agents EXCEPT SELECT * FROM found_of_agents)) AS w
    UNION
    SELECT w.day FROM ((SELECT * FROM found_of_agents EXCEPT SELECT * FROM kept_of_agents)) AS w
    ORDER BY 1;
END;

COMMENT ON FUNCTION helpdesk.list_wrong_days IS
'The days of list_counted_days of which activity_day or agent_day says something else than the events do: none, unless '
'somebody wrote them by hand. Reads all events.';
GRANT EXECUTE ON FUNCTION helpdesk.list_wrong_days TO worker;
