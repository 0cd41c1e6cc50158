-- title: Time spent
-- description: Hours that staff noted on tickets.
-- period: 30 | Spent in
-- parameter: by choice(agent,department,type,organisation) = department | What to group by
-- chart: bar group hours billable_hours
SELECT
    coalesce(e.name, '(none)') AS "group",
    count(DISTINCT e.ticket_id) AS tickets,
    round(sum(e.minutes) / 60.0, 1) AS hours,
    round(coalesce(sum(e.minutes) FILTER (WHERE e.is_billable), 0) / 60.0, 1) AS billable_hours
FROM (
    SELECT
        t.*,
        CASE %(by)s
            WHEN 'agent' THEN t.agent_id::text
            WHEN 'type' THEN t.ticket_type
            WHEN 'organisation' THEN o.organisation
            ELSE t.department
        END AS name
    FROM reports.time_spent AS t
    LEFT JOIN reports.organisations AS o USING (organisation_id)
    WHERE t.day BETWEEN %(from)s AND %(to)s
) AS e
GROUP BY e.name
ORDER BY hours DESC, e.name
