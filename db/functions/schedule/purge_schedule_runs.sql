CREATE OR REPLACE FUNCTION helpdesk.purge_schedule_runs(p_days int DEFAULT 30) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.schedule_run AS r
        WHERE r.started_at < helpdesk.clock() - make_interval(days => p_days)
        RETURNING 1
    )
    SELECT count(*) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_schedule_runs IS 'Deletes runs older than p_days; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_schedule_runs TO worker;
