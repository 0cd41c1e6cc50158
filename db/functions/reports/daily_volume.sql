CREATE OR REPLACE VIEW reports.daily_volume AS
SELECT
    (e.at AT TIME ZONE 'UTC')::date AS day,
    d.name AS department,
    count(*) FILTER (WHERE e.kind = 'ticket_created') AS created,
    count(*) FILTER (WHERE e.kind = 'ticket_resolved') AS resolved,
    count(*) FILTER (
        WHERE e.kind = 'ticket_closed' AND NOT e.payload ?| ARRAY['merged_into_id', 'is_spam']
    ) AS closed,
    count(*) FILTER (WHERE e.kind = 'ticket_reopened') AS reopened,
    count(*) FILTER (WHERE e.kind = 'reply_created' AND e.payload @> '{"author_is_staff": true}') AS staff_replies,
    count(*) FILTER (WHERE e.kind = 'reply_created' AND e.payload @> '{"author_is_staff": false}') AS customer_replies
FROM helpdesk.event AS e
JOIN helpdesk.ticket AS t USING (ticket_id)
LEFT JOIN helpdesk.department AS d USING (department_id)
WHERE e.kind IN ('ticket_created', 'ticket_resolved', 'ticket_closed', 'ticket_reopened', 'reply_created')
    AND t.deleted_at IS NULL
GROUP BY 1, 2;

COMMENT ON VIEW reports.daily_volume IS
'What happened on each day (UTC), by the department that has the ticket now. A ticket counts as often as it was '
'resolved, closed or reopened; merging and marking as spam do not count as closing.';
COMMENT ON COLUMN reports.daily_volume.day IS 'Day in UTC on which it happened.';
COMMENT ON COLUMN reports.daily_volume.department IS 'Department that has the ticket now, not on the day; empty: none.';
COMMENT ON COLUMN reports.daily_volume.created IS 'Tickets opened.';
COMMENT ON COLUMN reports.daily_volume.resolved IS 'Times that a ticket was resolved.';
COMMENT ON COLUMN reports.daily_volume.closed IS 'Times that a ticket was closed.';
COMMENT ON COLUMN reports.daily_volume.reopened IS 'Times that a ticket was reopened.';
COMMENT ON COLUMN reports.daily_volume.staff_replies IS 'Public replies by staff.';
COMMENT ON COLUMN reports.daily_volume.customer_replies IS 'Public replies by customers and guests.';
GRANT SELECT ON reports.daily_volume TO reporter;
