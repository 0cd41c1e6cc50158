-- title: SLA promises kept over time
-- description: Percent of the promises begun in each step that were kept, of those that are decided; empty: none
-- description: is.
-- period: 90 | Promises begun in
-- parameter: step choice(day,week,month) = week | A row for each
-- chart: line day first_response next_response resolution
SELECT
    s.day,
    coalesce(r.promises, 0) AS promises,
    r.first_response,
    r.next_response,
    r.resolution
FROM reports.steps(%(from)s, %(to)s, %(step)s) AS s(day)
LEFT JOIN (
    SELECT
        reports.step_start(q.day, %(from)s, %(step)s) AS day,
        count(*) AS promises,
        round(100.0 * count(*) FILTER (WHERE q.is_attained AND q.metric = 'first_response')
            / nullif(count(q.is_attained) FILTER (WHERE q.metric = 'first_response'), 0), 1) AS first_response,
        round(100.0 * count(*) FILTER (WHERE q.is_attained AND q.metric = 'next_response')
            / nullif(count(q.is_attained) FILTER (WHERE q.metric = 'next_response'), 0), 1) AS next_response,
        round(100.0 * count(*) FILTER (WHERE q.is_attained AND q.metric = 'resolution')
            / nullif(count(q.is_attained) FILTER (WHERE q.metric = 'resolution'), 0), 1) AS resolution
    FROM reports.sla_results AS q
    WHERE q.started_at >= %(from)s AND q.started_at < %(to)s + 1
        AND q.metric IN ('first_response', 'next_response', 'resolution')
    GROUP BY 1
) AS r ON r.day = s.day
ORDER BY s.day
