-- title: The period beside the one before
-- description: The desk's figures in the period and in the days before it, as many. Hours are medians on the wall
-- description: clock.
-- period: 30 | What happened in
-- chart: bar figure percent_change
WITH period AS (
    SELECT %(from)s - (%(to)s - %(from)s + 1) AS first_day
),
volume AS (
    SELECT v.day >= %(from)s AS is_now, sum(v.created) AS created, sum(v.resolved) AS resolved,
        sum(v.reopened) AS reopened, sum(v.staff_replies) AS staff_replies
    FROM period AS p
    JOIN reports.daily_volume AS v ON v.day BETWEEN p.first_day AND %(to)s
    GROUP BY 1
),
first_response AS (
    SELECT r.created_at >= %(from)s AS is_now,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY r.first_response_minutes) / 60 AS hours
    FROM period AS p
    JOIN reports.response_times AS r ON r.created_at >= p.first_day AND r.created_at < %(to)s + 1
    GROUP BY 1
),
resolution AS (
    SELECT r.resolved_at >= %(from)s AS is_now,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY r.resolution_minutes) / 60 AS hours
    FROM period AS p
    JOIN reports.response_times AS r ON r.resolved_at >= p.first_day AND r.resolved_at < %(to)s + 1
    GROUP BY 1
),
promise AS (
    SELECT s.started_at >= %(from)s AS is_now,
        100.0 * count(*) FILTER (WHERE s.is_attained) / nullif(count(s.is_attained), 0) AS kept
    FROM period AS p
    JOIN reports.sla_results AS s ON s.started_at >= p.first_day AND s.started_at < %(to)s + 1
    WHERE s.metric IN ('first_response', 'next_response', 'resolution')
    GROUP BY 1
),
rating AS (
    SELECT g.rated_at >= %(from)s AS is_now, avg(g.rating) AS rating
    FROM period AS p
    JOIN reports.ratings AS g ON g.rated_at >= p.first_day AND g.rated_at < %(to)s + 1
    GROUP BY 1
),
figure AS (
    SELECT h.is_now, f.place, f.figure, f.value
    FROM (VALUES (true), (false)) AS h(is_now)
    LEFT JOIN volume AS v USING (is_now)
    LEFT JOIN first_response AS r USING (is_now)
    LEFT JOIN resolution AS q USING (is_now)
    LEFT JOIN promise AS s USING (is_now)
    LEFT JOIN rating AS g USING (is_now)
    CROSS JOIN LATERAL (VALUES
        (1, 'tickets opened', v.created::numeric),
        (2, 'tickets resolved', v.resolved),
        (3, 'tickets reopened', v.reopened),
        (4, 'replies of staff', v.staff_replies),
        (5, 'first response, hours', r.hours::numeric),
        (6, 'resolution, hours', q.hours::numeric),
        (7, 'SLA promises kept, percent', s.kept),
        (8, 'rating, 1 to 5', g.rating)
    ) AS f(place, figure, value)
)
SELECT
    n.figure,
    round(n.value, 2) AS value,
    round(b.value, 2) AS before,
    round(100 * (n.value - b.value) / nullif(b.value, 0), 1) AS percent_change
FROM figure AS n
JOIN figure AS b ON b.place = n.place AND NOT b.is_now
WHERE n.is_now
ORDER BY n.place
