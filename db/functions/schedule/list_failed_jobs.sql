CREATE OR REPLACE FUNCTION helpdesk.list_failed_jobs() RETURNS TABLE (name text, error text)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT s.name, r.error
    FROM helpdesk.schedule AS s
    CROSS JOIN LATERAL (
        SELECT l.error FROM helpdesk.schedule_run AS l WHERE l.name = s.name ORDER BY l.started_at DESC LIMIT 1
    ) AS r
    WHERE s.is_active AND r.error IS NOT NULL
    ORDER BY s.name;
END;

COMMENT ON FUNCTION helpdesk.list_failed_jobs IS
'The active recurring jobs whose last run failed, with its error. For pgdesk doctor, and whoever asks in psql.';
