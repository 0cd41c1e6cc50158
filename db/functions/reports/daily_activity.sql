CREATE OR REPLACE VIEW reports.daily_activity AS
WITH counted AS MATERIALIZED (
    SELECT coalesce(array_agg(c.day), '{}') AS days FROM helpdesk.list_counted_days() AS c(day)
)
SELECT
    a.day,
    a.split_by,
    CASE a.split_by WHEN 'department' THEN d.name ELSE nullif(a.key, '') END AS name,
    a.created::bigint AS created,
    a.resolved::bigint AS resolved,
    a.closed::bigint AS closed,
    a.reopened::bigint AS reopened,
    a.staff_replies::bigint AS staff_replies,
    a.customer_replies::bigint AS customer_replies,
    a.opened::bigint AS opened,
    a.solved::bigint AS solved,
    a.open_change::bigint AS open_change
FROM (
    SELECT k.* FROM helpdesk.activity_day AS k WHERE k.day = ANY ((SELECT c.days FROM counted AS c)::date[])
    UNION ALL
    SELECT n.* FROM helpdesk.activity_count AS n WHERE n.day <> ALL ((SELECT c.days FROM counted AS c)::date[])
) AS a
LEFT JOIN helpdesk.department AS d ON a.split_by = 'department' AND d.department_id::text = a.key;

COMMENT ON VIEW reports.daily_activity IS
'What happened on each day (UTC), split four ways by what the tickets are now; the rows of each split sum up to all, '
'so ask for one. Past days are read from counts, and those that something changed since are counted anew: the numbers '
'are those of now.';
COMMENT ON COLUMN reports.daily_activity.day IS 'Day in UTC on which it happened.';
COMMENT ON COLUMN reports.daily_activity.split_by IS 'department, priority, channel or agent.';
COMMENT ON COLUMN reports.daily_activity.name IS
'Department, priority, channel or assignee (a number) of the ticket now, not on the day; empty: none.';
COMMENT ON COLUMN reports.daily_activity.created IS 'Tickets opened.';
COMMENT ON COLUMN reports.daily_activity.resolved IS 'Times that a ticket was resolved.';
COMMENT ON COLUMN reports.daily_activity.closed IS 'Times that a ticket was closed, not by merging or as spam.';
COMMENT ON COLUMN reports.daily_activity.reopened IS 'Times that a ticket was reopened.';
COMMENT ON COLUMN reports.daily_activity.staff_replies IS 'Public replies by staff.';
COMMENT ON COLUMN reports.daily_activity.customer_replies IS 'Public replies by customers and guests.';
COMMENT ON COLUMN reports.daily_activity.opened IS
'Times that a ticket was opened or reopened; not by undoing a merge or a mark as spam.';
COMMENT ON COLUMN reports.daily_activity.solved IS
'Times that a ticket came into a status of category solved or closed from one that is neither; not by merging or as '
'spam.';
COMMENT ON COLUMN reports.daily_activity.open_change IS
'By how many the tickets that are neither solved nor closed became more, all counted.';
GRANT SELECT ON reports.daily_activity TO reporter;
