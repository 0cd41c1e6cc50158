-- title: SLA promises kept over time
-- description: Percent of the promises begun in each step that were kept, of those that are decided; empty: none
-- description: is.
-- period: 90 | Promises begun in
-- parameter: step choice(day,week,month) = week | A row for each
-- chart: line day first_response next_response resolution
SELECT
    s.day,
    count(r.metric) AS promises,
    round(100.0 * count(*) FILTER (WHERE r.is_attained AND r.metric = 'first_response')
        / nullif(count(r.is_attained) FILTER (WHERE r.metric = 'first_response'), 0), 1) AS first_response,
    round(100.0 * count(*) FILTER (WHERE r.is_attained AND r.metric = 'next_response')
        / nullif(count(r.is_attained) FILTER (WHERE r.metric = 'next_response'), 0), 1) AS next_response,
    round(100.0 * count(*) FILTER (WHERE r.is_attained AND r.metric = 'resolution')
        / nullif(count(r.is_attained) FILTER (WHERE r.metric = 'resolution'), 0), 1) AS resolution
FROM reports.steps(%(from)s, %(to)s, %(step)s) AS s(day)
LEFT JOIN (
    SELECT q.metric, q.is_attained, reports.step_start(q.day, %(from)s, %(step)s) AS day
    FROM reports.sla_results AS q
    WHERE q.started_at >= %(from)s AND q.started_at < %(to)s + 1
        AND q.metric IN ('first_response', 'next_response', 'resolution')
) AS r ON r.day = s.day
GROUP BY s.day
ORDER BY s.day
