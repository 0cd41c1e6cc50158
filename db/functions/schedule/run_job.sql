CREATE OR REPLACE FUNCTION helpdesk.run_job(p_name text) RETURNS text
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
    IF NOT pg_try_advisory_xact_lock(hashtext('helpdesk.run_job'), hashtext(p_name)) THEN
        RETURN 'already running';
    END IF;
    BEGIN
        EXECUTE 'SELECT ' || v_job.call INTO v_result;
    EXCEPTION WHEN OTHERS THEN
        v_error := format('%s %s', SQLSTATE, SQLERRM);
    END;
    INSERT INTO helpdesk.schedule_run (name, started_at, duration, result, error)
    VALUES (p_name, helpdesk.clock(), clock_timestamp() - v_started, v_result, v_error);
    RETURN coalesce(v_result, 'error: ' || v_error, 'done');
END
$$;

COMMENT ON FUNCTION helpdesk.run_job(text) IS
'Runs a job of helpdesk.schedule once (an advisory lock keeps a second run out) and writes its run; returns its result or error.';
GRANT EXECUTE ON FUNCTION helpdesk.run_job(text) TO worker;
