CREATE OR REPLACE VIEW reports.agent_days AS
SELECT
    a.person_id AS agent_id,
    (e.at AT TIME ZONE 'UTC')::date AS day,
    count(*) FILTER (WHERE e.kind = 'reply_created') AS replies,
    count(*) FILTER (WHERE e.kind = 'internal_note_added') AS notes,
    count(*) FILTER (WHERE e.kind = 'ticket_resolved') AS resolved,
    count(*) FILTER (WHERE e.kind = 'help_addressed') AS help_given,
    count(DISTINCT e.ticket_id) AS tickets
FROM helpdesk.agent AS a
JOIN helpdesk.event AS e ON e.actor_id = a.person_id
WHERE e.kind IN ('reply_created', 'internal_note_added', 'ticket_resolved', 'help_addressed')
GROUP BY 1, 2;

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
