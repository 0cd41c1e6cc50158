CREATE OR REPLACE VIEW reports.time_spent AS
SELECT
    e.ticket_id,
    e.worked_on AS day,
    e.person_id AS agent_id,
    e.minutes,
    e.is_billable,
    t.department,
    t.ticket_type,
    t.organisation_id
FROM helpdesk.time_entry AS e
JOIN reports.tickets AS t USING (ticket_id);

COMMENT ON VIEW reports.time_spent IS 'Time that staff spent on tickets: a row an entry, without its note.';
COMMENT ON COLUMN reports.time_spent.ticket_id IS 'Ticket.';
COMMENT ON COLUMN reports.time_spent.day IS 'Day on which the time was spent, where the agent is.';
COMMENT ON COLUMN reports.time_spent.agent_id IS 'Whose time it was, a number.';
COMMENT ON COLUMN reports.time_spent.minutes IS 'Minutes.';
COMMENT ON COLUMN reports.time_spent.is_billable IS 'Whether somebody is to pay for it.';
COMMENT ON COLUMN reports.time_spent.department IS 'Department that has the ticket now; empty: none.';
COMMENT ON COLUMN reports.time_spent.ticket_type IS 'Type of the ticket now.';
COMMENT ON COLUMN reports.time_spent.organisation_id IS 'Organisation of the requester, a number; empty: none.';
GRANT SELECT ON reports.time_spent TO reporter;
