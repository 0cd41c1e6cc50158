CREATE OR REPLACE PROCEDURE helpdesk.run_due_jobs(p_clock text)
LANGUAGE plpgsql
AS $$
DECLARE
    v_next record;
BEGIN
    PERFORM helpdesk.tick_clock(p_clock);
    COMMIT;
    LOOP
        SELECT j.name, j.due_at INTO v_next FROM helpdesk.begin_next_job(p_clock) AS j;
        COMMIT;
        EXIT WHEN v_next.name IS NULL;
        PERFORM helpdesk.run_job(v_next.name, v_next.due_at);
        COMMIT;
    END LOOP;
END
$$;

COMMENT ON PROCEDURE helpdesk.run_due_jobs IS
'Runs what is due, one job after another, each in a transaction of its own; what others run is left to them. Both '
'clocks (pg_cron and worker) call nothing else, several at once.';
GRANT EXECUTE ON PROCEDURE helpdesk.run_due_jobs TO worker;
