CREATE OR REPLACE FUNCTION helpdesk.begin_report_run() RETURNS jsonb
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    UPDATE helpdesk.report_run AS r
    SET state = 'drawing',
        attempts = r.attempts + 1,
        next_at = helpdesk.clock() + interval '15 minutes'
    FROM (
        SELECT o.report_run_id
        FROM helpdesk.report_run AS o
        WHERE o.state IN ('queued', 'drawing') AND o.attempts < 5 AND o.next_at <= helpdesk.clock()
        ORDER BY o.next_at
        LIMIT 1
        FOR UPDATE SKIP LOCKED
    ) AS t
    JOIN helpdesk.report_run AS d USING (report_run_id)
    JOIN helpdesk.report_schedule AS s USING (report_schedule_id)
    WHERE r.report_run_id = t.report_run_id
    RETURNING jsonb_build_object(
        'report_run_id', r.report_run_id,
        'attempts', r.attempts,
        'report', s.report,
        'parameters', s.parameters || jsonb_strip_nulls(jsonb_build_object('from', r.first_day, 'to', r.last_day)),
        'is_compared', s.is_compared,
        'formats', s.formats
    );
END;

COMMENT ON FUNCTION helpdesk.begin_report_run IS
'Takes a scheduled report that is to be drawn for 15 minutes: {report_run_id, attempts, report, parameters, '
'is_compared, formats}. Null: there is none.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_report_run TO worker;
