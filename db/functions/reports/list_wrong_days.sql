CREATE OR REPLACE FUNCTION helpdesk.list_wrong_days() RETURNS SETOF date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH counted AS MATERIALIZED (SELECT array_agg(d.day) AS days FROM helpdesk.list_counted_days() AS d(day)),
    kept_activity AS (
        SELECT k.* FROM helpdesk.activity_day AS k WHERE k.day = ANY ((SELECT c.days FROM counted AS c)::date[])
    ),
    found_activity AS (
        SELECT n.* FROM helpdesk.activity_count AS n WHERE n.day = ANY ((SELECT c.days FROM counted AS c)::date[])
    ),
    kept_agent AS (
        SELECT k.* FROM helpdesk.agent_day AS k WHERE k.day = ANY ((SELECT c.days FROM counted AS c)::date[])
    ),
    found_agent AS (
        SELECT n.* FROM helpdesk.agent_count AS n WHERE n.day = ANY ((SELECT c.days FROM counted AS c)::date[])
    ),
    kept_status AS (
        SELECT k.* FROM helpdesk.status_day AS k WHERE k.day = ANY ((SELECT c.days FROM counted AS c)::date[])
    ),
    found_status AS (
        SELECT n.* FROM helpdesk.status_count AS n WHERE n.day = ANY ((SELECT c.days FROM counted AS c)::date[])
    ),
    kept_assignment AS (
        SELECT k.* FROM helpdesk.assignment_day AS k WHERE k.day = ANY ((SELECT c.days FROM counted AS c)::date[])
    ),
    found_assignment AS (
        SELECT n.* FROM helpdesk.assignment_count AS n WHERE n.day = ANY ((SELECT c.days FROM counted AS c)::date[])
    )
    SELECT w.day FROM ((SELECT * FROM kept_activity EXCEPT SELECT * FROM found_activity)) AS w
    UNION
    SELECT w.day FROM ((SELECT * FROM found_activity EXCEPT SELECT * FROM kept_activity)) AS w
    UNION
    SELECT w.day FROM ((SELECT * FROM kept_agent EXCEPT SELECT * FROM found_agent)) AS w
    UNION
    SELECT w.day FROM ((SELECT * FROM found_agent EXCEPT SELECT * FROM kept_agent)) AS w
    UNION
    SELECT w.day FROM ((SELECT * FROM kept_status EXCEPT SELECT * FROM found_status)) AS w
    UNION
    SELECT w.day FROM ((SELECT * FROM found_status EXCEPT SELECT * FROM kept_status)) AS w
    UNION
    SELECT w.day FROM ((SELECT * FROM kept_assignment EXCEPT SELECT * FROM found_assignment)) AS w
    UNION
    SELECT w.day FROM ((SELECT * FROM found_assignment EXCEPT SELECT * FROM kept_assignment)) AS w
    ORDER BY 1;
END;

COMMENT ON FUNCTION helpdesk.list_wrong_days IS
'The days of list_counted_days of which what is counted is not what the events say: none, unless somebody wrote it by '
'hand. Reads all events.';
GRANT EXECUTE ON FUNCTION helpdesk.list_wrong_days TO worker;
