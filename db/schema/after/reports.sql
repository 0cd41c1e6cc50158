SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('reports.read', 'Read the desk''s figures.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('admin', 'reports.read')
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

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD180', 422, 'a report or a parameter of it is wrong', 'See /rest/reports.')
) AS d (code, http_status, meaning, hint);
