-- title: SLA promises kept
-- parameter: days int = 90 | Promises begun in so many days
-- parameter: by choice(policy,department,priority) = priority | What to group by
-- chart: bar group percent_kept
SELECT
    s.name AS "group",
    s.metric,
    count(*) AS promises,
    count(*) FILTER (WHERE s.is_attained) AS kept,
    count(*) FILTER (WHERE NOT s.is_attained) AS missed,
    count(*) FILTER (WHERE s.is_attained IS NULL) AS undecided,
    count(*) FILTER (WHERE s.is_warned) AS warned,
    round(100.0 * count(*) FILTER (WHERE s.is_attained) / nullif(count(s.is_attained), 0), 1) AS percent_kept
FROM (
    SELECT r.*, CASE %(by)s WHEN 'policy' THEN r.policy WHEN 'department' THEN r.department ELSE r.priority END AS name
    FROM reports.sla_results AS r
    CROSS JOIN reports.clock AS c
    WHERE r.day > c.today - %(days)s::int
) AS s
GROUP BY s.name, s.metric
ORDER BY s.name, s.metric
