CREATE OR REPLACE FUNCTION helpdesk.run_job(
    p_name text,
    p_scheduled_at timestamptz DEFAULT NULL,
    p_days int DEFAULT NULL
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_job helpdesk.schedule;
    v_started timestamptz := clock_timestamp(); -- a duration is measured, not a point in business time
    v_result text;
    v_error text;
BEGIN
    SELECT * INTO v_job FROM helpdesk.schedule AS s WHERE s.name = p_name;
    IF v_job.name IS NULL THEN
        PERFORM helpdesk.refuse('PD001', format('job %s not found', p_name), NULL, 'See /rest/schedule.');
    END IF;
    IF p_days IS NOT NULL AND (strpos(v_job.call, '$1') = 0 OR p_days NOT BETWEEN 0 AND 36500) THEN
        PERFORM helpdesk.refuse('PD006', format('job %s takes no %s days', p_name, p_days));
    END IF;
    IF NOT pg_try_advisory_xact_lock(hashtext('helpdesk.run_job'), hashtext(p_name)) THEN
        RETURN 'already running';
    END IF;
    IF EXISTS (SELECT 1 FROM helpdesk.schedule_run AS r WHERE r.name = p_name AND r.scheduled_at = p_scheduled_at) THEN
        RETURN 'has run';
    END IF;
    PERFORM helpdesk.begin_job();
    BEGIN
        EXECUTE 'SELECT ' || v_job.call INTO v_result USING p_days;
    EXCEPTION WHEN OTHERS THEN
        v_error := format('%s %s', SQLSTATE, SQLERRM);
    END;
    INSERT INTO helpdesk.schedule_run (name, scheduled_at, started_at, duration, result, error)
    VALUES (p_name, p_scheduled_at, helpdesk.clock(), clock_timestamp() - v_started, v_result, v_error);
    IF helpdesk.end_job() THEN
        PERFORM helpdesk.enqueue('run_job', jsonb_build_array(p_name, p_days));
    END IF;
    RETURN coalesce(v_result, 'error: ' || v_error, 'done');
END
$$;

COMMENT ON FUNCTION helpdesk.run_job IS
'Runs a job of helpdesk.schedule and writes its run; returns its result or error. Once at a time (an advisory '
'lock), once for the minute that a clock names (schedule_run_once_a_minute). The worker takes what a batch '
'leaves (job_has_more) at once, in a transaction of its own.';
GRANT EXECUTE ON FUNCTION helpdesk.run_job TO worker;
