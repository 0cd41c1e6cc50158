-- title: Reopened after they were resolved
-- description: Times that tickets were resolved and reopened in the period; percent: reopened of resolved.
-- period: 90 | What happened in
-- parameter: by choice(department,priority,channel,agent) = department | What to group by
-- chart: bar group percent_reopened
SELECT
    coalesce(a.name, '(none)') AS "group",
    sum(a.resolved)::bigint AS resolved,
    sum(a.reopened)::bigint AS reopened,
    round(100.0 * sum(a.reopened) / nullif(sum(a.resolved), 0), 1) AS percent_reopened
FROM reports.daily_activity AS a
WHERE a.split_by = %(by)s AND a.day BETWEEN %(from)s AND %(to)s
GROUP BY a.name
HAVING sum(a.resolved) + sum(a.reopened) > 0
ORDER BY resolved DESC, a.name
