-- title: SLA promises kept
-- description: Promises by metric, how many were kept, and how many can still be (undecided). percent_kept: of
-- description: those that are decided.
-- period: 90 | Promises begun in
-- parameter: by choice(policy,department,priority,agent) = priority | What to group by
-- chart: bar group percent_kept
SELECT
    coalesce(s.name, '(none)') AS "group",
    s.metric,
    count(*) AS promises,
    count(*) FILTER (WHERE s.is_attained) AS kept,
    count(*) FILTER (WHERE NOT s.is_attained) AS missed,
    count(*) FILTER (WHERE s.is_attained IS NULL) AS undecided,
    count(*) FILTER (WHERE s.is_warned) AS warned,
    round(100.0 * count(*) FILTER (WHERE s.is_attained) / nullif(count(s.is_attained), 0), 1) AS percent_kept
FROM (
    SELECT
        r.*,
        CASE %(by)s
            WHEN 'policy' THEN r.policy
            WHEN 'department' THEN r.department
            WHEN 'agent' THEN r.agent_id::text
            ELSE r.priority
        END AS name
    FROM reports.sla_results AS r
    WHERE r.started_at >= %(from)s AND r.started_at < %(to)s + 1
        AND r.metric IN ('first_response', 'next_response', 'resolution')
) AS s
GROUP BY s.name, s.metric
ORDER BY s.name, s.metric
