CREATE OR REPLACE VIEW reports.escalations AS
SELECT
    e.escalation_id,
    e.ticket_id,
    (e.created_at AT TIME ZONE 'UTC')::date AS day,
    t.department,
    t.priority,
    e.requested_by AS agent_id,
    m.asked,
    m.addressed,
    extract(epoch FROM m.first_addressed_at - e.created_at)::double precision / 60 AS minutes_to_help,
    e.created_at
FROM helpdesk.escalation AS e
JOIN reports.tickets AS t USING (ticket_id)
CROSS JOIN LATERAL (
    SELECT count(*) AS asked, count(n.addressed_at) AS addressed, min(n.addressed_at) AS first_addressed_at
    FROM helpdesk.mention AS n
    WHERE n.escalation_id = e.escalation_id
) AS m;

COMMENT ON VIEW reports.escalations IS
'Each request for help from colleagues: how many were asked, how many have addressed it, minutes until the first did.';
COMMENT ON COLUMN reports.escalations.escalation_id IS 'Request for help, a number.';
COMMENT ON COLUMN reports.escalations.ticket_id IS 'Ticket that it is about.';
COMMENT ON COLUMN reports.escalations.day IS 'Day in UTC on which help was asked for.';
COMMENT ON COLUMN reports.escalations.department IS 'Department that has the ticket now; empty: none.';
COMMENT ON COLUMN reports.escalations.priority IS 'Priority of the ticket now.';
COMMENT ON COLUMN reports.escalations.agent_id IS 'Member of staff who asked, a number.';
COMMENT ON COLUMN reports.escalations.asked IS 'How many colleagues were asked.';
COMMENT ON COLUMN reports.escalations.addressed IS 'How many of them have addressed it.';
COMMENT ON COLUMN reports.escalations.minutes_to_help IS
'Minutes on the wall clock until the first of them did; empty: nobody yet.';
COMMENT ON COLUMN reports.escalations.created_at IS 'When help was asked for.';
GRANT SELECT ON reports.escalations TO reporter;
