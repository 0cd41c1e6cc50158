CREATE OR REPLACE VIEW reports.assignments AS
SELECT
    e.ticket_id,
    e.at,
    (e.at AT TIME ZONE 'UTC')::date AS day,
    (e.payload ->> 'to')::bigint AS agent_id,
    CASE
        WHEN e.actor_id IS NULL THEN 'routed'
        WHEN e.actor_id = (e.payload ->> 'to')::bigint THEN 'taken'
        ELSE 'given'
    END AS how,
    e.payload ->> 'from' IS NOT NULL AS is_transfer,
    extract(epoch FROM e.at - t.created_at)::double precision / 60 AS minutes_since_opening,
    t.department,
    t.priority,
    t.channel
FROM helpdesk.event AS e
JOIN reports.tickets AS t USING (ticket_id)
WHERE e.kind = 'ticket_assigned';

COMMENT ON VIEW reports.assignments IS
'Each time that a ticket got an assignee: by routing or a rule, by taking it, or from a colleague. Filter by at, '
'which an index serves.';
COMMENT ON COLUMN reports.assignments.ticket_id IS 'Ticket.';
COMMENT ON COLUMN reports.assignments.at IS 'When it was assigned.';
COMMENT ON COLUMN reports.assignments.day IS 'Day in UTC on which it was assigned.';
COMMENT ON COLUMN reports.assignments.agent_id IS 'To whom, a number.';
COMMENT ON COLUMN reports.assignments.how IS
'routed (pgdesk did it: routing or a rule), taken (by the agent) or given (by somebody else).';
COMMENT ON COLUMN reports.assignments.is_transfer IS 'Whether another had it right before.';
COMMENT ON COLUMN reports.assignments.minutes_since_opening IS 'Minutes on the wall clock since the ticket was opened.';
COMMENT ON COLUMN reports.assignments.department IS 'Department that has the ticket now; empty: none.';
COMMENT ON COLUMN reports.assignments.priority IS 'Priority of the ticket now.';
COMMENT ON COLUMN reports.assignments.channel IS 'How the ticket came in.';
GRANT SELECT ON reports.assignments TO reporter;
