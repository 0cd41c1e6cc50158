-- title: First response and resolution times in hours
-- description: Median (p50) and 90th percentile, on the wall clock and in business time: opening hours of the SLA,
-- description: pauses left out.
-- period: 90 | Tickets opened in
-- parameter: by choice(department,priority,channel,agent) = priority | What to group by
-- chart: bar group first_response_p50 resolution_p50
SELECT
    coalesce(r.name, '(none)') AS "group",
    count(*) AS tickets,
    round((percentile_cont(0.5) WITHIN GROUP (ORDER BY r.first_response_minutes) / 60)::numeric, 1)
        AS first_response_p50,
    round((percentile_cont(0.9) WITHIN GROUP (ORDER BY r.first_response_minutes) / 60)::numeric, 1)
        AS first_response_p90,
    round((percentile_cont(0.5) WITHIN GROUP (ORDER BY r.first_response_business_minutes) / 60)::numeric, 1)
        AS first_response_business_p50,
    round((percentile_cont(0.9) WITHIN GROUP (ORDER BY r.first_response_business_minutes) / 60)::numeric, 1)
        AS first_response_business_p90,
    round((percentile_cont(0.5) WITHIN GROUP (ORDER BY r.resolution_minutes) / 60)::numeric, 1) AS resolution_p50,
    round((percentile_cont(0.9) WITHIN GROUP (ORDER BY r.resolution_minutes) / 60)::numeric, 1) AS resolution_p90,
    round((percentile_cont(0.5) WITHIN GROUP (ORDER BY r.resolution_business_minutes) / 60)::numeric, 1)
        AS resolution_business_p50,
    round((percentile_cont(0.9) WITHIN GROUP (ORDER BY r.resolution_business_minutes) / 60)::numeric, 1)
        AS resolution_business_p90
FROM (
    SELECT
        t.*,
        CASE %(by)s
            WHEN 'department' THEN t.department
            WHEN 'channel' THEN t.channel
            WHEN 'agent' THEN t.agent_id::text
            ELSE t.priority
        END AS name
    FROM reports.response_times AS t
    WHERE t.created_at >= %(from)s AND t.created_at < %(to)s + 1
) AS r
GROUP BY r.name
ORDER BY r.name
