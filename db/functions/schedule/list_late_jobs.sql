CREATE OR REPLACE FUNCTION helpdesk.list_late_jobs()
RETURNS TABLE (name text, late_since timestamptz, problem text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH clock AS (
        SELECT
            c.kind,
            c.chosen_at,
            greatest(CASE c.kind WHEN 'pg_cron' THEN c.pg_cron_at ELSE c.worker_at END, c.chosen_at) AS ticked_at,
            c.worker_at > helpdesk.clock() - interval '90 seconds' AS has_worker
        FROM helpdesk.schedule_clock AS c
        WHERE c.kind <> 'off'
    ),
    late AS (
        SELECT
            'clock' AS name,
            c.ticked_at AS late_since,
            CASE
                WHEN c.kind = 'worker' THEN 'no worker ticks: start one'
                WHEN c.has_worker THEN 'pg_cron does not tick; the worker runs its jobs, half a minute late'
                ELSE 'pg_cron does not tick, and no worker runs its jobs: start one'
            END AS problem
        FROM clock AS c
        WHERE c.ticked_at < helpdesk.clock() - interval '90 seconds'
        UNION ALL
        SELECT j.name, l.late_since, CASE WHEN l.is_begun THEN 'begun and not done' ELSE 'due and not begun' END
        FROM clock AS c
        CROSS JOIN helpdesk.list_job_times() AS j
        CROSS JOIN LATERAL (
            SELECT greatest(j.due_at, c.chosen_at) AS late_since, coalesce(j.begun_at >= j.due_at, false) AS is_begun
        ) AS l
        WHERE c.chosen_at IS NOT NULL
            AND l.late_since < helpdesk.clock()
                - CASE WHEN l.is_begun THEN interval '10 minutes' ELSE interval '1 minute' END
    )
    SELECT l.name, l.late_since, l.problem
    FROM late AS l
    ORDER BY l.name <> 'clock', l.late_since, l.name;
END;

COMMENT ON FUNCTION helpdesk.list_late_jobs IS
'What is wrong with the schedule now: the clock that does not tick, the jobs that are due for a minute and not begun, '
'or begun and not done for ten. pgdesk doctor, /ready and /metrics tell it.';
GRANT EXECUTE ON FUNCTION helpdesk.list_late_jobs TO worker;
