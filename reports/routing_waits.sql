-- title: What routing cannot assign
-- description: Unassigned tickets that wait for routing now, and why nobody can take them.
-- chart: bar department tickets
SELECT
    w.department,
    w.reason,
    count(*) AS tickets,
    round((max(w.minutes_waited) / 60)::numeric, 1) AS longest_hours
FROM reports.routing_waits AS w
GROUP BY w.department, w.reason
ORDER BY tickets DESC, w.department, w.reason
