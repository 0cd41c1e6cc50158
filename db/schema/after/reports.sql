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
CREATE OR REPLACE TRIGGER report_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.report
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('report');

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD180', 422, 'a report or a parameter of it is wrong', 'See /rest/reports.')
) AS d (code, http_status, meaning, hint);
