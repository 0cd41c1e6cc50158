CREATE OR REPLACE FUNCTION helpdesk.list_jobs() RETURNS TABLE (name text, cron text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT s.name, s.cron FROM helpdesk.schedule AS s WHERE s.is_active ORDER BY s.name;
END;

COMMENT ON FUNCTION helpdesk.list_jobs IS 'The active recurring jobs, for the worker''s clock.';
GRANT EXECUTE ON FUNCTION helpdesk.list_jobs TO worker;
