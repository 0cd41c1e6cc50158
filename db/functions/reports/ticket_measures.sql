CREATE OR REPLACE VIEW reports.ticket_measures AS
SELECT
    t.ticket_id,
    t.day,
    t.department,
    t.priority,
    t.channel,
    t.is_open,
    m.agent_work_minutes,
    m.agent_work_business_minutes,
    m.requester_wait_minutes,
    m.requester_wait_business_minutes,
    m.on_hold_minutes,
    m.on_hold_business_minutes
FROM reports.tickets AS t
CROSS JOIN reports.clock AS k
CROSS JOIN LATERAL helpdesk.measure_ticket(t.ticket_id, k.at) AS m;

COMMENT ON VIEW reports.ticket_measures IS
'How long each ticket was with agents (new, open), kept its requester waiting (new, open, on hold) and was on hold, '
'until now: minutes by the clock on the wall and in business time. Computed from the events, ticket by ticket: filter '
'by day, department, priority or ticket_id.';
COMMENT ON COLUMN reports.ticket_measures.ticket_id IS 'Ticket.';
COMMENT ON COLUMN reports.ticket_measures.day IS 'Day in UTC on which the ticket was opened.';
COMMENT ON COLUMN reports.ticket_measures.department IS 'Department that has the ticket now; empty: none.';
COMMENT ON COLUMN reports.ticket_measures.priority IS 'Priority now.';
COMMENT ON COLUMN reports.ticket_measures.channel IS 'How the ticket came in.';
COMMENT ON COLUMN reports.ticket_measures.is_open IS 'Neither solved nor closed.';
COMMENT ON COLUMN reports.ticket_measures.agent_work_minutes IS
'Minutes on the wall clock in a status of category new or open.';
COMMENT ON COLUMN reports.ticket_measures.agent_work_business_minutes IS 'The same in opening hours.';
COMMENT ON COLUMN reports.ticket_measures.requester_wait_minutes IS
'Minutes on the wall clock in a status of category new, open or on_hold.';
COMMENT ON COLUMN reports.ticket_measures.requester_wait_business_minutes IS 'The same in opening hours.';
COMMENT ON COLUMN reports.ticket_measures.on_hold_minutes IS
'Minutes on the wall clock in a status of category on_hold.';
COMMENT ON COLUMN reports.ticket_measures.on_hold_business_minutes IS 'The same in opening hours.';
GRANT SELECT ON reports.ticket_measures TO reporter;
