-- title: The period beside the one before
-- description: The desk's figures in the period and in the days before it, as many. Hours are medians on the wall
-- description: clock.
-- period: 30 | What happened in
-- chart: bar figure percent_change
WITH half AS (
    SELECT true AS is_now, %(from)s AS first_day, %(to)s AS last_day
    UNION ALL
    SELECT false, %(from)s - (%(to)s - %(from)s + 1), %(from)s - 1
),
figure AS (
    SELECT h.is_now, f.place, f.figure, f.value
    FROM half AS h
    CROSS JOIN LATERAL (
        SELECT sum(v.created) AS created, sum(v.resolved) AS resolved, sum(v.reopened) AS reopened,
            sum(v.staff_replies) AS staff_replies
        FROM reports.daily_volume AS v
        WHERE v.day BETWEEN h.first_day AND h.last_day
    ) AS v
    CROSS JOIN LATERAL (
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY r.first_response_minutes) / 60 AS first_response
        FROM reports.response_times AS r
        WHERE r.created_at >= h.first_day AND r.created_at < h.last_day + 1
    ) AS r
    CROSS JOIN LATERAL (
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY q.resolution_minutes) / 60 AS resolution
        FROM reports.response_times AS q
        WHERE q.resolved_at >= h.first_day AND q.resolved_at < h.last_day + 1
    ) AS q
    CROSS JOIN LATERAL (
        SELECT 100.0 * count(*) FILTER (WHERE s.is_attained) / nullif(count(s.is_attained), 0) AS kept
        FROM reports.sla_results AS s
        WHERE s.started_at >= h.first_day AND s.started_at < h.last_day + 1
            AND s.metric IN ('first_response', 'next_response', 'resolution')
    ) AS s
    CROSS JOIN LATERAL (
        SELECT avg(g.rating) AS rating FROM reports.ratings AS g
        WHERE g.rated_at >= h.first_day AND g.rated_at < h.last_day + 1
    ) AS g
    CROSS JOIN LATERAL (VALUES
        (1, 'tickets opened', v.created::numeric),
        (2, 'tickets resolved', v.resolved),
        (3, 'tickets reopened', v.reopened),
        (4, 'replies of staff', v.staff_replies),
        (5, 'first response, hours', r.first_response::numeric),
        (6, 'resolution, hours', q.resolution::numeric),
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
