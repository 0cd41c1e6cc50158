CREATE OR REPLACE VIEW reports.daily_backlog AS
WITH change AS (
    SELECT
        (e.at AT TIME ZONE 'UTC')::date AS day,
        CASE
            WHEN e.kind = 'ticket_created' THEN 1
            WHEN o.category IN ('solved', 'closed') AND n.category NOT IN ('solved', 'closed') THEN 1
            WHEN o.category NOT IN ('solved', 'closed') AND n.category IN ('solved', 'closed') THEN -1
            ELSE 0
        END AS step,
        e.payload ? 'because' AS is_tidied
    FROM helpdesk.event AS e
    JOIN helpdesk.ticket AS t USING (ticket_id)
    LEFT JOIN helpdesk.status AS o ON o.status = e.payload ->> 'from'
    LEFT JOIN helpdesk.status AS n ON n.status = e.payload ->> 'to'
    WHERE e.kind IN ('ticket_created', 'ticket_status_changed') AND t.deleted_at IS NULL
),
daily AS (
    SELECT
        c.day,
        count(*) FILTER (WHERE c.step > 0 AND NOT c.is_tidied) AS opened,
        count(*) FILTER (WHERE c.step < 0 AND NOT c.is_tidied) AS solved,
        sum(c.step) AS change
    FROM change AS c
    GROUP BY c.day
)
SELECT
    g.day::date AS day,
    coalesce(d.opened, 0) AS opened,
    coalesce(d.solved, 0) AS solved,
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
