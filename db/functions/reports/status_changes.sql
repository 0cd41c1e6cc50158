CREATE OR REPLACE VIEW reports.status_changes AS
SELECT
    e.ticket_id,
    e.at,
    (e.at AT TIME ZONE 'UTC')::date AS day,
    e.payload ->> 'from' AS from_status,
    e.payload ->> 'to' AS to_status,
    extract(epoch FROM e.at - b.at)::double precision / 60 AS minutes,
    t.department,
    t.priority
FROM helpdesk.event AS e
JOIN reports.tickets AS t USING (ticket_id)
CROSS JOIN LATERAL (
    SELECT p.at
    FROM helpdesk.event AS p
    WHERE p.ticket_id = e.ticket_id AND p.event_id < e.event_id
        AND p.kind IN ('ticket_created', 'ticket_status_changed')
    ORDER BY p.event_id DESC
    LIMIT 1
) AS b
WHERE e.kind = 'ticket_status_changed';

COMMENT ON VIEW reports.status_changes IS
'Each change of a ticket''s status, and how long the ticket was in the status before. Filter by at, which an '
'index serves.';
COMMENT ON COLUMN reports.status_changes.ticket_id IS 'Ticket.';
COMMENT ON COLUMN reports.status_changes.at IS 'When it changed.';
COMMENT ON COLUMN reports.status_changes.day IS 'Day in UTC on which it changed.';
COMMENT ON COLUMN reports.status_changes.from_status IS 'Status before.';
COMMENT ON COLUMN reports.status_changes.to_status IS 'Status after.';
COMMENT ON COLUMN reports.status_changes.minutes IS
'Minutes on the wall clock that the ticket was in the status before.';
COMMENT ON COLUMN reports.status_changes.department IS 'Department that has the ticket now; empty: none.';
COMMENT ON COLUMN reports.status_changes.priority IS 'Priority of the ticket now.';
GRANT SELECT ON reports.status_changes TO reporter;
