-- Day by day, as activity_count.
CREATE OR REPLACE VIEW helpdesk.status_count AS
SELECT
    d.day,
    c.from_status,
    c.to_status,
    c.minutes
FROM helpdesk.event_day AS d
CROSS JOIN LATERAL (
    SELECT s.from_status, s.to_status, array_agg(s.minutes ORDER BY s.minutes) AS minutes
    FROM reports.status_changes AS s
    WHERE s.at >= d.day::timestamp AT TIME ZONE 'UTC' AND s.at < (d.day + 1)::timestamp AT TIME ZONE 'UTC'
    GROUP BY s.from_status, s.to_status
) AS c;

COMMENT ON VIEW helpdesk.status_count IS 'What status_day keeps, read from the events.';
