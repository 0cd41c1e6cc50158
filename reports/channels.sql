-- title: Where tickets come from
-- parameter: days int = 90 | Tickets created in so many days
-- chart: bar channel tickets
SELECT
    t.channel,
    count(*) AS tickets,
    round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS percent,
    count(*) FILTER (WHERE t.is_open) AS open_tickets,
    count(*) FILTER (WHERE t.reopened_at IS NOT NULL) AS reopened
FROM reports.tickets AS t
CROSS JOIN reports.clock AS c
WHERE t.day > c.today - %(days)s::int
GROUP BY t.channel
ORDER BY tickets DESC
