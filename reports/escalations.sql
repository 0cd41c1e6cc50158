-- title: Requests for help from colleagues
-- description: How often agents asked colleagues for help, and how long it took until the first of them saw to it.
-- period: 90 | Asked in
-- parameter: by choice(department,priority,agent) = department | What to group by
-- chart: bar group requests
SELECT
    coalesce(e.name, '(none)') AS "group",
    count(*) AS requests,
    count(*) FILTER (WHERE e.addressed = 0) AS unaddressed,
    round(avg(e.asked), 1) AS colleagues_asked,
    round((percentile_cont(0.5) WITHIN GROUP (ORDER BY e.minutes_to_help) / 60)::numeric, 1) AS median_hours_to_help
FROM (
    SELECT
        q.*,
        CASE %(by)s WHEN 'priority' THEN q.priority WHEN 'agent' THEN q.agent_id::text ELSE q.department END AS name
    FROM reports.escalations AS q
    WHERE q.created_at >= %(from)s AND q.created_at < %(to)s + 1
) AS e
GROUP BY e.name
ORDER BY requests DESC, e.name
