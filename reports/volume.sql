-- title: Tickets per day
-- parameter: days int = 30 | How many days back
-- parameter: department text = | Name of one department; empty: all
-- chart: line day created resolved
SELECT
    v.day,
    sum(v.created)::bigint AS created,
    sum(v.resolved)::bigint AS resolved,
    sum(v.reopened)::bigint AS reopened,
    sum(v.customer_replies)::bigint AS customer_replies,
    sum(v.staff_replies)::bigint AS staff_replies
FROM reports.daily_volume AS v
CROSS JOIN reports.clock AS c
WHERE v.day > c.today - %(days)s::int AND %(department)s IN ('', v.department)
GROUP BY v.day
ORDER BY v.day
