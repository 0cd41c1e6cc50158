-- title: Workload of staff
-- description: Open tickets now, and what was done in the period, by member of staff (a number).
-- period: 30 | What was done in
-- chart: bar agent open_tickets
-- drill: open_tickets | ["assignee_id", "is", "{#agent}"]
-- drill: open_tickets | ["is_open", "is", true]
-- drill: waiting_tickets | ["assignee_id", "is", "{#agent}"]
-- drill: waiting_tickets | ["is_open", "is", true]
-- drill: waiting_tickets | ["status_category", "in", ["pending", "on_hold"]]
-- drill: urgent_tickets | ["assignee_id", "is", "{#agent}"]
-- drill: urgent_tickets | ["is_open", "is", true]
-- drill: urgent_tickets | ["priority", "in", ["urgent", "critical"]]
SELECT
    l.agent_id::text AS agent,
    l.departments,
    l.open_tickets,
    l.waiting_tickets,
    l.urgent_tickets,
    coalesce(sum(d.replies), 0)::bigint AS replies,
    coalesce(sum(d.resolved), 0)::bigint AS resolved,
    coalesce(sum(d.help_given), 0)::bigint AS help_given
FROM reports.agent_load AS l
LEFT JOIN reports.agent_days AS d ON d.agent_id = l.agent_id AND d.day BETWEEN %(from)s AND %(to)s
GROUP BY l.agent_id, l.departments, l.open_tickets, l.waiting_tickets, l.urgent_tickets
ORDER BY l.open_tickets DESC, l.agent_id
