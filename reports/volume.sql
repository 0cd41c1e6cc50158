-- title: Tickets per day
-- description: Tickets opened, times that tickets were resolved and reopened, and replies, by day, week or month in
-- description: UTC.
-- period: 30 | What happened in
-- parameter: step choice(day,week,month) = day | A row for each
-- parameter: department text = | Name of one department; empty: all
-- chart: line day created resolved
SELECT
    s.day,
    coalesce(v.created, 0)::bigint AS created,
    coalesce(v.resolved, 0)::bigint AS resolved,
    coalesce(v.reopened, 0)::bigint AS reopened,
    coalesce(v.customer_replies, 0)::bigint AS customer_replies,
    coalesce(v.staff_replies, 0)::bigint AS staff_replies
FROM reports.steps(%(from)s, %(to)s, %(step)s) AS s(day)
LEFT JOIN (
    SELECT
        reports.step_start(d.day, %(from)s, %(step)s) AS day,
        sum(d.created) AS created,
        sum(d.resolved) AS resolved,
        sum(d.reopened) AS reopened,
        sum(d.customer_replies) AS customer_replies,
        sum(d.staff_replies) AS staff_replies
    FROM reports.daily_volume AS d
    WHERE d.day BETWEEN %(from)s AND %(to)s AND %(department)s IN ('', d.department)
    GROUP BY 1
) AS v ON v.day = s.day
ORDER BY s.day
