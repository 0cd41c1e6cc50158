-- title: When tickets come
-- description: Tickets by weekday and hour of opening, in a time zone such as Europe/Berlin.
-- period: 90 | Tickets opened in
-- parameter: zone text = UTC | Time zone
-- chart: heat hour weekday tickets
SELECT
    to_char(d.monday + h.number / 24, 'FMDay') AS weekday,
    h.number % 24 AS hour,
    count(t.ticket_id) AS tickets
FROM (VALUES (date '2026-01-05')) AS d(monday)
CROSS JOIN generate_series(0, 167) AS h(number)
LEFT JOIN (
    SELECT q.ticket_id, q.created_at AT TIME ZONE %(zone)s AS local_at
    FROM reports.tickets AS q
    WHERE q.created_at >= %(from)s AND q.created_at < %(to)s + 1
) AS t ON (extract(isodow FROM t.local_at)::int - 1) * 24 + extract(hour FROM t.local_at)::int = h.number
GROUP BY d.monday, h.number
ORDER BY h.number
