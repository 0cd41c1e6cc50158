-- title: Which organisations ask
-- description: The 200 organisations that opened most tickets.
-- period: 90 | Tickets opened in
-- chart: bar organisation tickets
SELECT
    o.organisation,
    count(*) AS tickets,
    count(*) FILTER (WHERE t.is_open) AS open_tickets,
    count(*) FILTER (WHERE t.priority IN ('urgent', 'critical')) AS urgent_tickets,
    count(*) FILTER (WHERE t.reopened_at IS NOT NULL) AS reopened
FROM reports.tickets AS t
JOIN reports.organisations AS o USING (organisation_id)
WHERE t.created_at >= %(from)s AND t.created_at < %(to)s + 1
GROUP BY t.organisation_id, o.organisation
ORDER BY tickets DESC, o.organisation
LIMIT 200
