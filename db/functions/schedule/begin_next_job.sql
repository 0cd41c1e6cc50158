CREATE OR REPLACE FUNCTION helpdesk.begin_next_job(p_clock text, OUT name text, OUT due_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    -- One after another: who looked before another's choice was visible would lock a row that it does not run.
    PERFORM FROM helpdesk.schedule_clock FOR UPDATE;
    SELECT t.name, j.due_at INTO begin_next_job.name, begin_next_job.due_at
    FROM helpdesk.list_job_times() AS j
    JOIN helpdesk.schedule_turn AS t ON t.name = j.name
    WHERE j.due_at + helpdesk.clock_grace(p_clock) <= helpdesk.clock()
        -- What was begun and broke off is tried again after a minute.
        AND t.begun_at BETWEEN helpdesk.clock() - interval '1 minute' AND helpdesk.clock() IS NOT TRUE
    ORDER BY j.due_at, j.name
    LIMIT 1
    FOR UPDATE OF t SKIP LOCKED;
    UPDATE helpdesk.schedule_turn AS t SET begun_at = helpdesk.clock() WHERE t.name = begin_next_job.name;
END
$$;

COMMENT ON FUNCTION helpdesk.begin_next_job IS
'Chooses the job that clock p_clock runs next, and the minute for which; null: none is due. Commit before running it '
'(run_job), so that everybody sees that it was begun.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_next_job TO worker;
