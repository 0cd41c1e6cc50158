CREATE OR REPLACE TRIGGER error_code_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.error_code
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('code');

CREATE OR REPLACE TRIGGER setting_10_check_value BEFORE INSERT OR UPDATE OF value, environment_value ON helpdesk.setting
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_setting__check_value();
CREATE OR REPLACE TRIGGER setting_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.setting
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('key');

CREATE OR REPLACE TRIGGER permission_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.permission
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('permission');

CREATE OR REPLACE TRIGGER role_permission_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.role_permission
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('role,permission');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('purge_idempotency_keys', '35 * * * *', 'helpdesk.purge_idempotency_keys()',
        'Deletes answers of creating verbs older than 24 hours.')
) AS d (name, cron, call, description);
