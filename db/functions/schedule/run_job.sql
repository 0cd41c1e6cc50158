CREATE OR REPLACE FUNCTION helpdesk.run_job(
    p_name text,
    p_due_at timestamptz DEFAULT NULL,
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
    v_job := helpdesk.take_job(p_name, p_days);
    IF v_job.name IS NULL THEN
        RETURN 'already running';
    END IF;
    IF p_due_at IS NOT NULL AND (
        p_due_at > helpdesk.clock()
        OR NOT EXISTS (SELECT FROM helpdesk.list_job_times() AS j WHERE j.name = p_name AND j.due_at = p_due_at)
    ) THEN
        UPDATE helpdesk.schedule_turn AS t SET begun_at = NULL WHERE t.name = p_name;
        RETURN 'not due';
    END IF;
    PERFORM helpdesk.begin_job();
    BEGIN
        EXECUTE 'SELECT ' || v_job.call INTO v_result USING p_days, p_due_at;
    EXCEPTION WHEN OTHERS THEN
        v_error := format('%s %s', SQLSTATE, SQLERRM);
    END;
    INSERT INTO helpdesk.schedule_run (name, due_at, started_at, duration, result, error)
    VALUES (p_name, p_due_at, helpdesk.clock(), clock_timestamp() - v_started, v_result, v_error);
    UPDATE helpdesk.schedule_turn AS t
    SET begun_at = NULL,
        done_until = CASE
            WHEN p_due_at IS NULL THEN t.done_until
            WHEN v_job.catch_up = 'all' THEN p_due_at
            ELSE helpdesk.clock()
        END
    WHERE t.name = p_name;
    IF helpdesk.end_job() THEN
        PERFORM helpdesk.enqueue('run_job', jsonb_build_array(p_name, p_days), 'batches');
    END IF;
    RETURN coalesce(v_result, 'error: ' || v_error, 'done');
END
$$;

COMMENT ON FUNCTION helpdesk.run_job IS
'Runs a job of helpdesk.schedule and writes its run; returns its result or error. Once at a time: it locks the row of '
'schedule_turn. p_due_at: the minute for which a clock runs it, once, and not at all if by now its row says another '
'time or nothing; null: by hand. The worker takes what a batch leaves (job_has_more) at once, in a transaction of its '
'own.';
GRANT EXECUTE ON FUNCTION helpdesk.run_job TO worker;
