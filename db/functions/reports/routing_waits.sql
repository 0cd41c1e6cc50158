CREATE OR REPLACE VIEW reports.routing_waits AS
SELECT
    w.ticket_id,
    d.name AS department,
    t.priority,
    coalesce(w.reason, 'not_tried') AS reason,
    w.waiting_since_at,
    extract(epoch FROM k.at - w.waiting_since_at)::double precision / 60 AS minutes_waited
FROM helpdesk.routing_wait AS w
JOIN reports.tickets AS t USING (ticket_id)
JOIN helpdesk.department AS d ON d.department_id = w.department_id
CROSS JOIN reports.clock AS k;

COMMENT ON VIEW reports.routing_waits IS
'Tickets that routing has yet to assign, and why it could not.';
COMMENT ON COLUMN reports.routing_waits.ticket_id IS 'Ticket.';
COMMENT ON COLUMN reports.routing_waits.department IS 'Department whose members are asked.';
COMMENT ON COLUMN reports.routing_waits.priority IS 'Priority of the ticket now.';
COMMENT ON COLUMN reports.routing_waits.reason IS
'By what the last of the members dropped out: no_agent, all_absent, no_agent_online, outside_working_hours, '
'missing_skill or all_at_capacity; not_tried: not yet tried.';
COMMENT ON COLUMN reports.routing_waits.waiting_since_at IS 'Since when it waits.';
COMMENT ON COLUMN reports.routing_waits.minutes_waited IS 'Minutes on the wall clock since then.';
GRANT SELECT ON reports.routing_waits TO reporter;
