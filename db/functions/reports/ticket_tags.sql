CREATE OR REPLACE VIEW reports.ticket_tags AS
SELECT
    g.name AS tag,
    t.ticket_id,
    t.day,
    t.department,
    t.priority,
    t.is_open,
    t.created_at
FROM helpdesk.ticket_tag AS tt
JOIN helpdesk.tag AS g USING (tag_id)
JOIN reports.tickets AS t USING (ticket_id);

COMMENT ON VIEW reports.ticket_tags IS 'One row for each tag on each ticket.';
COMMENT ON COLUMN reports.ticket_tags.tag IS 'Name of the tag.';
COMMENT ON COLUMN reports.ticket_tags.ticket_id IS 'Ticket that has it now.';
COMMENT ON COLUMN reports.ticket_tags.day IS 'Day in UTC on which the ticket was opened.';
COMMENT ON COLUMN reports.ticket_tags.department IS 'Department that has the ticket now; empty: none.';
COMMENT ON COLUMN reports.ticket_tags.priority IS 'Priority now.';
COMMENT ON COLUMN reports.ticket_tags.is_open IS 'Neither solved nor closed.';
COMMENT ON COLUMN reports.ticket_tags.created_at IS 'When the ticket was opened; by it an index finds a period.';
GRANT SELECT ON reports.ticket_tags TO reporter;
