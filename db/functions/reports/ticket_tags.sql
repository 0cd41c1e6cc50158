CREATE OR REPLACE VIEW reports.ticket_tags AS
SELECT
    g.name AS tag,
    t.ticket_id,
    t.day,
    t.department,
    t.priority,
    t.is_open
FROM helpdesk.ticket_tag AS tt
JOIN helpdesk.tag AS g USING (tag_id)
JOIN reports.tickets AS t USING (ticket_id);

COMMENT ON VIEW reports.ticket_tags IS 'One row for each tag on each ticket.';
GRANT SELECT ON reports.ticket_tags TO reporter;
