-- title: Workload of departments
-- description: Open tickets now, and what came and went in the period, by the department that has the ticket now.
-- period: 30 | What happened in
-- chart: bar department created resolved
SELECT
    coalesce(d.department, '(none)') AS department,
    coalesce(sum(d.open_tickets), 0)::bigint AS open_tickets,
    coalesce(sum(d.unassigned), 0)::bigint AS unassigned,
    round(max(d.oldest_days), 1) AS oldest_days,
    coalesce(sum(d.created), 0)::bigint AS created,
    coalesce(sum(d.resolved), 0)::bigint AS resolved,
    coalesce(sum(d.reopened), 0)::bigint AS reopened,
    coalesce(sum(d.staff_replies), 0)::bigint AS staff_replies
FROM (
    SELECT
        t.department,
        count(*) AS open_tickets,
        count(*) FILTER (WHERE t.agent_id IS NULL) AS unassigned,
        extract(epoch FROM max(c.at - t.created_at)) / 86400 AS oldest_days,
        0 AS created, 0 AS resolved, 0 AS reopened, 0 AS staff_replies
    FROM reports.tickets AS t
    CROSS JOIN reports.clock AS c
    WHERE t.is_open
    GROUP BY t.department
    UNION ALL
    SELECT v.department, 0, 0, NULL, sum(v.created), sum(v.resolved), sum(v.reopened), sum(v.staff_replies)
    FROM reports.daily_volume AS v
    WHERE v.day BETWEEN %(from)s AND %(to)s
    GROUP BY v.department
) AS d
GROUP BY d.department
ORDER BY open_tickets DESC, d.department
