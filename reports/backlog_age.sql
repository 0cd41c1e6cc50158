-- title: Age of the open tickets
-- description: Tickets that are neither solved nor closed now, by how long ago they were opened, and by priority.
-- parameter: department text = | Name of one department; empty: all
-- chart: stack age low medium high urgent critical
SELECT
    a.age,
    count(t.ticket_id) AS tickets,
    count(*) FILTER (WHERE t.priority = 'low') AS low,
    count(*) FILTER (WHERE t.priority = 'medium') AS medium,
    count(*) FILTER (WHERE t.priority = 'high') AS high,
    count(*) FILTER (WHERE t.priority = 'urgent') AS urgent,
    count(*) FILTER (WHERE t.priority = 'critical') AS critical,
    count(*) FILTER (WHERE t.ticket_id IS NOT NULL AND t.agent_id IS NULL) AS unassigned
FROM (VALUES
    (1, '< 1 day', 0, 1), (2, '1-3 days', 1, 3), (3, '3-7 days', 3, 7), (4, '1-2 weeks', 7, 14),
    (5, '2-4 weeks', 14, 28), (6, '1-3 months', 28, 91), (7, '> 3 months', 91, 100000)
) AS a(place, age, days_from, days_to)
CROSS JOIN reports.clock AS c
LEFT JOIN reports.tickets AS t
    ON t.is_open AND %(department)s IN ('', t.department)
    AND t.created_at <= c.at - make_interval(days => a.days_from)
    AND t.created_at > c.at - make_interval(days => a.days_to)
GROUP BY a.place, a.age
ORDER BY a.place
