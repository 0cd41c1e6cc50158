-- title: Resolution times in hours
-- description: Percentiles: half of the tickets took no longer than p50, nine of ten no longer than p90. calendar:
-- description: hours on the wall clock; business: opening hours of the SLA, pauses left out.
-- period: 90 | Tickets resolved in
-- parameter: step choice(day,week,month) = week | A row for each
-- parameter: clock choice(calendar,business) = calendar | Which hours count
-- chart: line day p50 p75 p90
SELECT
    s.day,
    coalesce(r.tickets, 0) AS tickets,
    r.p50,
    r.p75,
    r.p90,
    r.p95
FROM reports.steps(%(from)s, %(to)s, %(step)s) AS s(day)
LEFT JOIN (
    SELECT
        reports.step_start((t.resolved_at AT TIME ZONE 'UTC')::date, %(from)s, %(step)s) AS day,
        count(m.minutes) AS tickets,
        round((percentile_cont(0.5) WITHIN GROUP (ORDER BY m.minutes) / 60)::numeric, 1) AS p50,
        round((percentile_cont(0.75) WITHIN GROUP (ORDER BY m.minutes) / 60)::numeric, 1) AS p75,
        round((percentile_cont(0.9) WITHIN GROUP (ORDER BY m.minutes) / 60)::numeric, 1) AS p90,
        round((percentile_cont(0.95) WITHIN GROUP (ORDER BY m.minutes) / 60)::numeric, 1) AS p95
    FROM reports.response_times AS t
    CROSS JOIN LATERAL (
        SELECT CASE %(clock)s WHEN 'business' THEN t.resolution_business_minutes ELSE t.resolution_minutes END
    ) AS m(minutes)
    WHERE t.resolved_at >= %(from)s AND t.resolved_at < %(to)s + 1
    GROUP BY 1
) AS r ON r.day = s.day
ORDER BY s.day
