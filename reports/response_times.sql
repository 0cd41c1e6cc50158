-- title: First response and resolution times in hours
-- parameter: days int = 90 | Tickets created in so many days
-- parameter: by choice(department,priority,channel) = priority | What to group by
-- chart: bar group first_response_median resolution_median
SELECT
    r.name AS "group",
    count(*) AS tickets,
    round((percentile_cont(0.5) WITHIN GROUP (ORDER BY r.first_response_minutes) / 60)::numeric, 1) AS first_response_median,
    round((percentile_cont(0.9) WITHIN GROUP (ORDER BY r.first_response_minutes) / 60)::numeric, 1) AS first_response_p90,
    round((percentile_cont(0.5) WITHIN GROUP (ORDER BY r.first_response_business_minutes) / 60)::numeric, 1)
        AS first_response_business_median,
    round((percentile_cont(0.9) WITHIN GROUP (ORDER BY r.first_response_business_minutes) / 60)::numeric, 1)
        AS first_response_business_p90,
    round((percentile_cont(0.5) WITHIN GROUP (ORDER BY r.resolution_minutes) / 60)::numeric, 1) AS resolution_median,
    round((percentile_cont(0.9) WITHIN GROUP (ORDER BY r.resolution_minutes) / 60)::numeric, 1) AS resolution_p90,
    round((percentile_cont(0.5) WITHIN GROUP (ORDER BY r.resolution_business_minutes) / 60)::numeric, 1)
        AS resolution_business_median
FROM (
    SELECT t.*, CASE %(by)s WHEN 'department' THEN t.department WHEN 'channel' THEN t.channel ELSE t.priority END AS name
    FROM reports.response_times AS t
    CROSS JOIN reports.clock AS c
    WHERE t.day > c.today - %(days)s::int
) AS r
GROUP BY r.name
ORDER BY r.name
