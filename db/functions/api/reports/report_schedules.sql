CREATE VIEW api.report_schedules WITH (security_invoker = true) AS
SELECT
    s.report_schedule_id,
    s.report,
    s.period,
    s.parameters,
    s.is_compared,
    s.formats,
    s.repeats,
    s.day,
    s.local_time,
    s.time_zone,
    s.is_active,
    s.due_at,
    (
        SELECT r.ended_at
        FROM helpdesk.report_run AS r
        WHERE r.report_schedule_id = s.report_schedule_id AND r.state = 'mailed'
        ORDER BY r.due_at DESC
        LIMIT 1
    ) AS last_mailed_at,
    (
        SELECT r.error
        FROM helpdesk.report_run AS r
        WHERE r.report_schedule_id = s.report_schedule_id
        ORDER BY r.due_at DESC
        LIMIT 1
    ) AS last_error
FROM helpdesk.report_schedule AS s
WHERE helpdesk.token_reads('report_schedules');

COMMENT ON VIEW api.report_schedules IS
$$Reports that are mailed time and again

To report_recipients, at local_time of time_zone: {"report": "volume", "period": "last_week", "formats": ["csv", "png"],
"repeats": "weekly", "day": 1, "local_time": "07:00", "time_zone": "Europe/Berlin"}. is_active false pauses it; what was
due meanwhile is not made up for. What came of each: report_runs. rpc/mail_report mails one at once. Needs
reports.schedule; readers of reports see them. Raises PD001, PD006, PD009, PD180.$$;
COMMENT ON COLUMN api.report_schedules.last_mailed_at IS
'When its mails were last written; null: not in the last 30 days.';
COMMENT ON COLUMN api.report_schedules.last_error IS
'Why the last one could not be drawn, or not at once; null: it could.';

GRANT SELECT ON api.report_schedules TO agent, admin;
GRANT INSERT (
    report_schedule_id, report, period, parameters, is_compared, formats, repeats, day, local_time, time_zone, is_active
) ON api.report_schedules TO agent, admin;
GRANT UPDATE (
    report_schedule_id, report, period, parameters, is_compared, formats, repeats, day, local_time, time_zone, is_active
) ON api.report_schedules TO agent, admin;
GRANT DELETE ON api.report_schedules TO agent, admin;
