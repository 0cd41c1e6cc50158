CREATE OR REPLACE FUNCTION helpdesk.tick_clock(p_clock text) RETURNS double precision
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.schedule_clock AS c
    SET
        pg_cron_at = CASE WHEN p_clock = 'pg_cron' THEN helpdesk.clock() ELSE c.pg_cron_at END,
        worker_at = CASE WHEN p_clock = 'worker' THEN helpdesk.clock() ELSE c.worker_at END
    WHERE CASE p_clock WHEN 'pg_cron' THEN c.pg_cron_at WHEN 'worker' THEN c.worker_at END
        BETWEEN helpdesk.clock() - interval '20 seconds' AND helpdesk.clock() IS NOT TRUE;
    RETURN (
        SELECT extract(epoch FROM min(j.due_at) + helpdesk.clock_grace(p_clock) - helpdesk.clock())
        FROM helpdesk.list_job_times() AS j
    );
END
$$;

COMMENT ON FUNCTION helpdesk.tick_clock IS
'A clock (pg_cron or worker) says that it lives. Returns in how many seconds its next job is due, negative: since '
'when; null: none is.';
GRANT EXECUTE ON FUNCTION helpdesk.tick_clock TO worker;
