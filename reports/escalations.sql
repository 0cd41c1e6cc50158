-- title: Requests for help from colleagues
-- parameter: days int = 90 | How many days back
-- chart: bar department requests
SELECT
    coalesce(e.department, '(none)') AS department,
    count(*) AS requests,
    count(*) FILTER (WHERE e.addressed = 0) AS unaddressed,
    round(avg(e.asked), 1) AS colleagues_asked,
    round((percentile_cont(0.5) WITHIN GROUP (ORDER BY e.minutes_to_help) / 60)::numeric, 1) AS median_hours_to_help
FROM reports.escalations AS e
CROSS JOIN reports.clock AS c
WHERE e.day > c.today - %(days)s::int
GROUP BY e.department
ORDER BY requests DESC, department
