CREATE OR REPLACE VIEW reports.daily_backlog AS
WITH daily AS (
    SELECT a.day, sum(a.opened) AS opened, sum(a.solved) AS solved, sum(a.open_change) AS change
    FROM reports.daily_activity AS a
    WHERE a.split_by = 'priority'
    GROUP BY a.day
)
SELECT
    g.day::date AS day,
    coalesce(d.opened, 0)::bigint AS opened,
    coalesce(d.solved, 0)::bigint AS solved,
    sum(coalesce(d.change, 0)) OVER (ORDER BY g.day)::bigint AS open_tickets
FROM reports.clock AS c
CROSS JOIN LATERAL generate_series(
    (SELECT min(d.day) FROM daily AS d)::timestamp, c.today::timestamp, interval '1 day'
) AS g(day)
LEFT JOIN daily AS d ON d.day = g.day;

COMMENT ON VIEW reports.daily_backlog IS
'Tickets that were neither solved nor closed at the end of each day (UTC), and how many were opened, reopened, solved '
'or closed on it; merging and spam, which do neither, change only the first.';
COMMENT ON COLUMN reports.daily_backlog.day IS 'Day in UTC; every day from the first ticket to today.';
COMMENT ON COLUMN reports.daily_backlog.opened IS
'Tickets that were opened or reopened on the day, as often as they were.';
COMMENT ON COLUMN reports.daily_backlog.solved IS
'Tickets that came into a status of category solved or closed from one that is neither, as often as they did; not by '
'merging or as spam.';
COMMENT ON COLUMN reports.daily_backlog.open_tickets IS 'Tickets neither solved nor closed at the end of the day.';
GRANT SELECT ON reports.daily_backlog TO reporter;
