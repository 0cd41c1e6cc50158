-- title: Workload of staff
-- parameter: days int = 30 | What was done in so many days
-- chart: bar agent_id open_tickets
SELECT
    l.agent_id,
    l.departments,
    l.open_tickets,
    l.waiting_tickets,
    l.urgent_tickets,
    coalesce(sum(d.replies), 0)::bigint AS replies,
    coalesce(sum(d.resolved), 0)::bigint AS resolved,
    coalesce(sum(d.help_given), 0)::bigint AS help_given
FROM reports.agent_load AS l
CROSS JOIN reports.clock AS c
LEFT JOIN reports.agent_days AS d ON d.agent_id = l.agent_id AND d.day > c.today - %(days)s::int
GROUP BY l.agent_id, l.departments, l.open_tickets, l.waiting_tickets, l.urgent_tickets
ORDER BY l.open_tickets DESC, l.agent_id
