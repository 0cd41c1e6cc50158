CREATE FUNCTION api.mail_report(report_schedule_id bigint) RETURNS api.report_runs
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_schedule helpdesk.report_schedule;
    v_id bigint;
    v_result api.report_runs;
BEGIN
    PERFORM helpdesk.require('reports.schedule');
    SELECT * INTO v_schedule
    FROM helpdesk.report_schedule AS s
    WHERE s.report_schedule_id = mail_report.report_schedule_id
    FOR NO KEY UPDATE;
    IF v_schedule.report_schedule_id IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('report schedule %s not found', coalesce(mail_report.report_schedule_id::text, 'null')),
            NULL, 'See /rest/report_schedules.'
        );
    END IF;
    SELECT r.report_run_id INTO v_id
    FROM helpdesk.report_run AS r
    WHERE r.report_schedule_id = v_schedule.report_schedule_id AND r.state IN ('queued', 'drawing')
    ORDER BY r.due_at DESC
    LIMIT 1;
    IF v_id IS NULL THEN
        INSERT INTO helpdesk.report_run (report_schedule_id, due_at, first_day, last_day)
        SELECT v_schedule.report_schedule_id, helpdesk.clock(), p.first_day, p.last_day
        FROM (SELECT (helpdesk.clock() AT TIME ZONE v_schedule.time_zone)::date AS day) AS d
        LEFT JOIN LATERAL helpdesk.report_period(v_schedule.period, d.day) AS p ON true
        RETURNING report_run_id INTO v_id;
    END IF;
    PERFORM helpdesk.enqueue_once('draw_reports', 'reports');
    SELECT * INTO v_result FROM api.report_runs AS r WHERE r.report_run_id = v_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.mail_report IS
$$Mail a scheduled report at once

To its recipients; when it is due next stays. Where one is under way already, that is returned. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.mail_report TO agent, admin;
