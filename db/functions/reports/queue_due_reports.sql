CREATE OR REPLACE FUNCTION helpdesk.queue_due_reports(p_limit int DEFAULT 100) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_due int;
BEGIN
    WITH due AS (
        SELECT s.*
        FROM helpdesk.report_schedule AS s
        WHERE s.due_at <= helpdesk.clock()
        ORDER BY s.due_at
        LIMIT p_limit
        FOR NO KEY UPDATE SKIP LOCKED
    ),
    moved AS (
        UPDATE helpdesk.report_schedule AS s
        SET due_at = helpdesk.next_report_time(s, helpdesk.clock())
        FROM due AS d
        WHERE s.report_schedule_id = d.report_schedule_id
    ),
    made AS (
        INSERT INTO helpdesk.report_run (report_schedule_id, due_at, first_day, last_day)
        SELECT d.report_schedule_id, d.due_at, p.first_day, p.last_day
        FROM due AS d
        LEFT JOIN LATERAL helpdesk.report_period(
            d.period, (helpdesk.clock() AT TIME ZONE d.time_zone)::date
        ) AS p ON true
        ON CONFLICT (report_schedule_id, due_at) DO NOTHING
    )
    SELECT count(*) INTO v_due FROM due;
    UPDATE helpdesk.report_run AS r
    SET state = 'failed',
        ended_at = helpdesk.clock(),
        error = 'five workers ended while they drew it'
    WHERE r.state = 'drawing' AND r.attempts >= 5 AND r.next_at <= helpdesk.clock();
    PERFORM helpdesk.enqueue_once('draw_reports', 'reports')
    WHERE EXISTS (
        SELECT FROM helpdesk.report_run AS r WHERE r.state IN ('queued', 'drawing') AND r.next_at <= helpdesk.clock()
    );
    RETURN helpdesk.job_has_more(v_due, p_limit);
END
$$;

COMMENT ON FUNCTION helpdesk.queue_due_reports IS
'Queues up to p_limit scheduled reports that are due, one run for all instants that were missed, and wakes a worker '
'for what is to be drawn. Its period is counted from today. How many were due.';
GRANT EXECUTE ON FUNCTION helpdesk.queue_due_reports TO worker;
