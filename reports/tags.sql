-- title: What tickets are about
-- parameter: days int = 90 | Tickets created in so many days
-- chart: bar tag tickets
SELECT
    t.tag,
    count(*) AS tickets,
    count(*) FILTER (WHERE t.is_open) AS open_tickets,
    count(*) FILTER (WHERE t.priority IN ('urgent', 'critical')) AS urgent_tickets
FROM reports.ticket_tags AS t
CROSS JOIN reports.clock AS c
WHERE t.day > c.today - %(days)s::int
GROUP BY t.tag
ORDER BY tickets DESC, t.tag
