-- title: Where tickets come from
-- period: 90 | Tickets opened in
-- chart: bar channel tickets
-- drill: tickets | ["created_at", "between", ["{from}", "{to}"]]
-- drill: tickets | ["channel", "is", "{channel}"]
-- drill: open_tickets | ["created_at", "between", ["{from}", "{to}"]]
-- drill: open_tickets | ["channel", "is", "{channel}"]
-- drill: open_tickets | ["is_open", "is", true]
-- drill: reopened | ["created_at", "between", ["{from}", "{to}"]]
-- drill: reopened | ["channel", "is", "{channel}"]
-- drill: reopened | ["reopened_at", "is_empty", false]
SELECT
    t.channel,
    count(*) AS tickets,
    round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS percent,
    count(*) FILTER (WHERE t.is_open) AS open_tickets,
    count(*) FILTER (WHERE t.reopened_at IS NOT NULL) AS reopened
FROM reports.tickets AS t
WHERE t.created_at >= %(from)s AND t.created_at < %(to)s + 1
GROUP BY t.channel
ORDER BY tickets DESC, t.channel
