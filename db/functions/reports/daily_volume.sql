CREATE OR REPLACE VIEW reports.daily_volume AS
SELECT
    a.day,
    a.name AS department,
    a.created,
    a.resolved,
    a.closed,
    a.reopened,
    a.staff_replies,
    a.customer_replies
FROM reports.daily_activity AS a
WHERE a.split_by = 'department';

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
