-- title: How tickets get to agents
-- description: Assignments that pgdesk made (routing or a rule), that agents took themselves, and that others gave;
-- description: hours: median from opening to a first assignment.
-- period: 90 | Assigned in
-- parameter: step choice(day,week,month) = week | A row for each
-- chart: stack day routed taken given
SELECT
    s.day,
    coalesce(a.routed, 0) AS routed,
    coalesce(a.taken, 0) AS taken,
    coalesce(a.given, 0) AS given,
    coalesce(a.transfers, 0) AS transfers,
    a.median_hours_to_agent
FROM reports.steps(%(from)s, %(to)s, %(step)s) AS s(day)
LEFT JOIN (
    SELECT
        reports.step_start(q.day, %(from)s, %(step)s) AS day,
        count(*) FILTER (WHERE q.how = 'routed') AS routed,
        count(*) FILTER (WHERE q.how = 'taken') AS taken,
        count(*) FILTER (WHERE q.how = 'given') AS given,
        count(*) FILTER (WHERE q.is_transfer) AS transfers,
        round((percentile_cont(0.5) WITHIN GROUP (ORDER BY q.minutes)
            FILTER (WHERE NOT q.is_transfer) / 60)::numeric, 1) AS median_hours_to_agent
    FROM reports.daily_assignment_times AS q
    WHERE q.day BETWEEN %(from)s AND %(to)s
    GROUP BY 1
) AS a ON a.day = s.day
ORDER BY s.day
