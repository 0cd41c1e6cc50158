CREATE OR REPLACE FUNCTION helpdesk.list_job_times()
RETURNS TABLE (name text, due_at timestamptz, begun_at timestamptz)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT
        s.name,
        helpdesk.next_cron_time(
            s.cron,
            CASE
                WHEN d.done_until <= helpdesk.clock() THEN greatest(
                    d.done_until,
                    -- As of when a clock chose it, so that it is due for the same minute when it is run.
                    least(t.begun_at, helpdesk.clock())
                        - CASE s.catch_up WHEN 'none' THEN interval '5 minutes' WHEN 'all' THEN interval '7 days' END
                )
                -- The server's time was set back: what lies in the future counts for nothing.
                ELSE date_trunc('minute', helpdesk.clock()) - interval '1 minute'
            END
        ),
        t.begun_at
    FROM helpdesk.schedule AS s
    JOIN helpdesk.schedule_turn AS t ON t.name = s.name
    CROSS JOIN LATERAL (SELECT greatest(s.timed_at, t.done_until) AS done_until) AS d
    WHERE s.is_active;
END;

COMMENT ON FUNCTION helpdesk.list_job_times IS
'Of each active job the first minute for which no clock has run it since its time was set, past or to come, and since '
'when it is in work. Minutes that are missed together are one run, where catch_up is once.';
