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
    extract(epoch FROM m.first_addressed_at - e.created_at)::double precision / 60 AS minutes_to_help
FROM helpdesk.escalation AS e
JOIN reports.tickets AS t USING (ticket_id)
CROSS JOIN LATERAL (
    SELECT count(*) AS asked, count(n.addressed_at) AS addressed, min(n.addressed_at) AS first_addressed_at
    FROM helpdesk.mention AS n
    WHERE n.escalation_id = e.escalation_id
) AS m;

COMMENT ON VIEW reports.escalations IS
'Each request for help from colleagues: how many were asked, how many have addressed it, minutes until the first did.';
GRANT SELECT ON reports.escalations TO reporter;
