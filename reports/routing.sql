-- title: How tickets get to agents
-- description: Assignments that pgdesk made (routing or a rule), that agents took themselves, and that others gave;
-- description: hours: median from opening to a first assignment.
-- period: 90 | Assigned in
-- parameter: step choice(day,week,month) = week | A row for each
-- chart: stack day routed taken given
SELECT
    s.day,
    count(*) FILTER (WHERE a.how = 'routed') AS routed,
    count(*) FILTER (WHERE a.how = 'taken') AS taken,
    count(*) FILTER (WHERE a.how = 'given') AS given,
    count(*) FILTER (WHERE a.is_transfer) AS transfers,
    round((percentile_cont(0.5) WITHIN GROUP (ORDER BY a.minutes_since_opening) FILTER (WHERE NOT a.is_transfer) / 60)
        ::numeric, 1) AS median_hours_to_agent
FROM reports.steps(%(from)s, %(to)s, %(step)s) AS s(day)
LEFT JOIN (
    SELECT q.*, reports.step_start(q.day, %(from)s, %(step)s) AS step
    FROM reports.assignments AS q
    WHERE q.at >= %(from)s AND q.at < %(to)s + 1
) AS a ON a.step = s.day
GROUP BY s.day
ORDER BY s.day
