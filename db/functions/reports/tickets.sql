CREATE OR REPLACE VIEW reports.tickets AS
SELECT
    t.ticket_id,
    (t.created_at AT TIME ZONE 'UTC')::date AS day,
    t.created_at,
    t.status,
    t.status_category,
    t.priority,
    t.ticket_type,
    t.channel,
    d.name AS department,
    t.organisation_id,
    t.assignee_id AS agent_id,
    t.first_response_at,
    t.resolved_at,
    t.closed_at,
    t.reopened_at,
    t.status_category NOT IN ('solved', 'closed') AS is_open
FROM helpdesk.ticket AS t
LEFT JOIN helpdesk.department AS d USING (department_id)
WHERE t.deleted_at IS NULL;

COMMENT ON VIEW reports.tickets IS
'One row a ticket, without subject, text and requester. Agents and organisations are numbers.';
COMMENT ON COLUMN reports.tickets.day IS 'Day of creation, UTC.';
GRANT SELECT ON reports.tickets TO reporter;
