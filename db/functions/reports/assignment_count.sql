-- Day by day, as activity_count.
CREATE OR REPLACE VIEW helpdesk.assignment_count AS
SELECT
    d.day,
    c.how,
    c.is_transfer,
    c.minutes
FROM helpdesk.event_day AS d
CROSS JOIN LATERAL (
    SELECT a.how, a.is_transfer, array_agg(a.minutes_since_opening ORDER BY a.minutes_since_opening) AS minutes
    FROM reports.assignments AS a
    WHERE a.at >= d.day::timestamp AT TIME ZONE 'UTC' AND a.at < (d.day + 1)::timestamp AT TIME ZONE 'UTC'
    GROUP BY a.how, a.is_transfer
) AS c;

COMMENT ON VIEW helpdesk.assignment_count IS 'What assignment_day keeps, read from the events.';
