-- title: Reopened after they were resolved
-- description: Times that tickets were resolved and reopened in the period; percent: reopened of resolved.
-- period: 90 | What happened in
-- parameter: by choice(department,priority,channel,agent) = department | What to group by
-- chart: bar group percent_reopened
SELECT
    coalesce(a.name, '(none)') AS "group",
    count(*) FILTER (WHERE a.what = 'resolved') AS resolved,
    count(*) FILTER (WHERE a.what = 'reopened') AS reopened,
    round(100.0 * count(*) FILTER (WHERE a.what = 'reopened')
        / nullif(count(*) FILTER (WHERE a.what = 'resolved'), 0), 1) AS percent_reopened
FROM (
    SELECT
        v.what,
        CASE %(by)s
            WHEN 'priority' THEN v.priority
            WHEN 'channel' THEN v.channel
            WHEN 'agent' THEN v.agent_id::text
            ELSE v.department
        END AS name
    FROM reports.activity AS v
    WHERE v.what IN ('resolved', 'reopened') AND v.at >= %(from)s AND v.at < %(to)s + 1
) AS a
GROUP BY a.name
ORDER BY resolved DESC, a.name
