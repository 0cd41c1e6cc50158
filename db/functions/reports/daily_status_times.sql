CREATE OR REPLACE VIEW reports.daily_status_times AS
WITH counted AS MATERIALIZED (
    SELECT coalesce(array_agg(c.day), '{}') AS days FROM helpdesk.list_counted_days() AS c(day)
)
SELECT
    s.day,
    s.from_status,
    s.to_status,
    m.minutes
FROM (
    SELECT k.* FROM helpdesk.status_day AS k WHERE k.day = ANY ((SELECT c.days FROM counted AS c)::date[])
    UNION ALL
    SELECT n.* FROM helpdesk.status_count AS n WHERE n.day <> ALL ((SELECT c.days FROM counted AS c)::date[])
) AS s
CROSS JOIN LATERAL unnest(s.minutes) AS m(minutes);

COMMENT ON VIEW reports.daily_status_times IS
'status_changes without their tickets, by day: a row for each, for past days read ahead, as daily_activity says.';
COMMENT ON COLUMN reports.daily_status_times.day IS 'Day in UTC on which the status changed.';
COMMENT ON COLUMN reports.daily_status_times.from_status IS 'Status before.';
COMMENT ON COLUMN reports.daily_status_times.to_status IS 'Status after.';
COMMENT ON COLUMN reports.daily_status_times.minutes IS
'Minutes on the wall clock that the ticket was in the status before.';
GRANT SELECT ON reports.daily_status_times TO reporter;
