-- title: Tickets per day
-- description: Tickets opened, times that tickets were resolved and reopened, and replies, by day, week or month in
-- description: UTC.
-- period: 30 | What happened in
-- parameter: step choice(day,week,month) = day | A row for each
-- parameter: department text = | Name of one department; empty: all
-- chart: line day created resolved
SELECT
    s.day,
    coalesce(sum(v.created), 0)::bigint AS created,
    coalesce(sum(v.resolved), 0)::bigint AS resolved,
    coalesce(sum(v.reopened), 0)::bigint AS reopened,
    coalesce(sum(v.customer_replies), 0)::bigint AS customer_replies,
    coalesce(sum(v.staff_replies), 0)::bigint AS staff_replies
FROM reports.steps(%(from)s, %(to)s, %(step)s) AS s(day)
LEFT JOIN reports.daily_volume AS v
    ON reports.step_start(v.day, %(from)s, %(step)s) = s.day
    AND v.day BETWEEN %(from)s AND %(to)s AND %(department)s IN ('', v.department)
GROUP BY s.day
ORDER BY s.day
