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
    t.status_category NOT IN ('solved', 'closed') AS is_open,
    t.merged_into_id IS NOT NULL AS is_merged,
    t.is_spam
FROM helpdesk.ticket AS t
LEFT JOIN helpdesk.department AS d USING (department_id)
WHERE t.deleted_at IS NULL;

COMMENT ON VIEW reports.tickets IS
'One row a ticket, without subject, text and requester. Agents and organisations are numbers.';
COMMENT ON COLUMN reports.tickets.ticket_id IS 'Ticket.';
COMMENT ON COLUMN reports.tickets.day IS 'Day in UTC on which it was opened.';
COMMENT ON COLUMN reports.tickets.created_at IS 'When it was opened.';
COMMENT ON COLUMN reports.tickets.status IS 'Status now.';
COMMENT ON COLUMN reports.tickets.status_category IS
'Category of the status: new, open, pending, on_hold, solved or closed.';
COMMENT ON COLUMN reports.tickets.priority IS 'Priority now.';
COMMENT ON COLUMN reports.tickets.ticket_type IS 'Type now.';
COMMENT ON COLUMN reports.tickets.channel IS 'How it came in.';
COMMENT ON COLUMN reports.tickets.department IS 'Department that has it now; empty: none.';
COMMENT ON COLUMN reports.tickets.organisation_id IS 'Organisation of the requester, a number; empty: none.';
COMMENT ON COLUMN reports.tickets.agent_id IS 'Assignee now, a number; empty: nobody.';
COMMENT ON COLUMN reports.tickets.first_response_at IS 'When staff first replied in public; empty: not yet.';
COMMENT ON COLUMN reports.tickets.resolved_at IS 'When it was resolved, as it stands now; empty: not resolved.';
COMMENT ON COLUMN reports.tickets.closed_at IS 'When it was closed, as it stands now; empty: not closed.';
COMMENT ON COLUMN reports.tickets.reopened_at IS 'When it was last reopened; empty: never.';
COMMENT ON COLUMN reports.tickets.is_open IS 'Neither solved nor closed.';
COMMENT ON COLUMN reports.tickets.is_merged IS 'It goes on in another ticket; it was closed by that, not resolved.';
COMMENT ON COLUMN reports.tickets.is_spam IS 'It was closed as spam, not resolved.';
GRANT SELECT ON reports.tickets TO reporter;
