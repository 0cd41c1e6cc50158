CREATE OR REPLACE VIEW reports.agent_days AS
WITH counted AS MATERIALIZED (
    SELECT coalesce(array_agg(c.day), '{}') AS days FROM helpdesk.list_counted_days() AS c(day)
)
SELECT
    d.agent_id,
    d.day,
    d.replies::bigint AS replies,
    d.notes::bigint AS notes,
    d.resolved::bigint AS resolved,
    d.help_given::bigint AS help_given,
    d.tickets::bigint AS tickets
FROM (
    SELECT k.*
    FROM helpdesk.agent_day AS k
    JOIN helpdesk.agent AS a ON a.person_id = k.agent_id
    WHERE k.day = ANY ((SELECT c.days FROM counted AS c)::date[])
    UNION ALL
    SELECT n.* FROM helpdesk.agent_count AS n WHERE n.day <> ALL ((SELECT c.days FROM counted AS c)::date[])
) AS d;

COMMENT ON VIEW reports.agent_days IS
'What each member of staff, a number, did on each day (UTC); tickets: on how many different ones.';
COMMENT ON COLUMN reports.agent_days.agent_id IS
'Member of staff, a number; not a name, since these views hold no personal data.';
COMMENT ON COLUMN reports.agent_days.day IS 'Day in UTC on which it was done.';
COMMENT ON COLUMN reports.agent_days.replies IS 'Public replies written.';
COMMENT ON COLUMN reports.agent_days.notes IS 'Internal notes written.';
COMMENT ON COLUMN reports.agent_days.resolved IS
'Times that a ticket was resolved by this person; a ticket counts again after a reopening.';
COMMENT ON COLUMN reports.agent_days.help_given IS 'Requests for help from colleagues that the person addressed.';
COMMENT ON COLUMN reports.agent_days.tickets IS 'Different tickets among all of these.';
GRANT SELECT ON reports.agent_days TO reporter;
