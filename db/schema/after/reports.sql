SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('reports.read', 'Read the desk''s figures.'),
    ('reports.schedule', 'Have reports mailed on a schedule.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('admin', 'reports.read'),
    ('admin', 'reports.schedule')
) AS d (role, permission);

CREATE OR REPLACE TRIGGER report_05_keep_declared BEFORE DELETE OR UPDATE OF report ON helpdesk.report
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER report_10_check BEFORE INSERT OR UPDATE ON helpdesk.report
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_report__check();
CREATE CONSTRAINT TRIGGER report_20_check_drills AFTER INSERT OR UPDATE ON helpdesk.report
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_report__check_drills();
CREATE OR REPLACE TRIGGER report_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.report
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('report');

CREATE OR REPLACE TRIGGER status_60_forget_days AFTER INSERT OR DELETE OR UPDATE OF status, category
    ON helpdesk.status FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_status__forget_days();
CREATE OR REPLACE TRIGGER agent_60_forget_days AFTER INSERT ON helpdesk.agent
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_agent__forget_days();

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('count_days', '*/5 * * * *', 'helpdesk.count_days()',
        'Counts for reports what happened on past days, anew where it has changed since.'),
    ('recount_days', '10 3 * * 0', 'helpdesk.recount_days()',
        'Compares the counts of past days with the events; what differs is counted anew.')
) AS d (name, cron, call, description);

CREATE OR REPLACE TRIGGER report_schedule_01_refuse_chosen_key BEFORE INSERT ON helpdesk.report_schedule
    FOR EACH ROW WHEN (
        helpdesk.is_chosen_key(NEW.report_schedule_id, 'helpdesk.report_schedule_report_schedule_id_seq')
    )
    EXECUTE FUNCTION helpdesk.tg_key__refuse('report_schedule_id');
CREATE OR REPLACE TRIGGER report_schedule_01_refuse_changed_key
    BEFORE UPDATE OF report_schedule_id ON helpdesk.report_schedule
    FOR EACH ROW WHEN (NEW.report_schedule_id IS DISTINCT FROM OLD.report_schedule_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('report_schedule_id');
CREATE OR REPLACE TRIGGER report_schedule_10_prepare
    BEFORE INSERT OR UPDATE OF
        report, period, parameters, is_compared, formats, repeats, day, local_time, time_zone, is_active
    ON helpdesk.report_schedule
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_report_schedule__prepare();
CREATE OR REPLACE TRIGGER report_schedule_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.report_schedule
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('report_schedule_id');

CREATE OR REPLACE TRIGGER report_recipient_10_check BEFORE INSERT ON helpdesk.report_recipient
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_report_recipient__check();
CREATE OR REPLACE TRIGGER report_recipient_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.report_recipient
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('report_schedule_id', 'person_id');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('queue_due_reports', '* * * * *', 'helpdesk.queue_due_reports()',
        'Has reports drawn and mailed that are due.'),
    ('purge_report_runs', '55 5 * * *', 'helpdesk.purge_report_runs(coalesce($1, 30))',
        'Deletes runs of scheduled reports, and their files, older than 30 days.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.outgoing_mail_kind', jsonb_agg(d)) FROM (VALUES
    ('report', true, '{report,unsubscribe}'::text[], 'A report, at the times at which it is scheduled.')
) AS d (kind, is_bulk, speaks_of, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD180', 422, 'a report or a parameter of it is wrong', 'See /rest/reports.'),
    ('PD181', 422, 'somebody may not read reports', 'Give them a desk role with reports.read: /rest/role_permissions.')
) AS d (code, http_status, meaning, hint);
