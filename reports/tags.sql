-- title: What tickets are about
-- description: Tickets by the tags that they have now; one with two tags counts twice.
-- period: 90 | Tickets opened in
-- chart: bar tag tickets
-- drill: tickets | ["created_at", "between", ["{from}", "{to}"]]
-- drill: tickets | ["tags", "is", "{tag}"]
-- drill: open_tickets | ["created_at", "between", ["{from}", "{to}"]]
-- drill: open_tickets | ["tags", "is", "{tag}"]
-- drill: open_tickets | ["is_open", "is", true]
-- drill: urgent_tickets | ["created_at", "between", ["{from}", "{to}"]]
-- drill: urgent_tickets | ["tags", "is", "{tag}"]
-- drill: urgent_tickets | ["priority", "in", ["urgent", "critical"]]
SELECT
    t.tag,
    count(*) AS tickets,
    count(*) FILTER (WHERE t.is_open) AS open_tickets,
    count(*) FILTER (WHERE t.priority IN ('urgent', 'critical')) AS urgent_tickets
FROM reports.ticket_tags AS t
WHERE t.created_at >= %(from)s AND t.created_at < %(to)s + 1
GROUP BY t.tag
ORDER BY tickets DESC, t.tag
