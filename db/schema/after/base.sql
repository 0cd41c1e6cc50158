CREATE OR REPLACE TRIGGER error_code_05_keep_declared BEFORE DELETE OR UPDATE OF code ON helpdesk.error_code
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER error_code_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.error_code
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('code');

CREATE OR REPLACE TRIGGER setting_05_keep_declared BEFORE DELETE OR UPDATE OF key ON helpdesk.setting
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER setting_10_check_value BEFORE INSERT OR UPDATE OF value, environment_value ON helpdesk.setting
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_setting__check_value();
CREATE OR REPLACE TRIGGER setting_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.setting
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('key');

CREATE OR REPLACE TRIGGER permission_05_keep_declared BEFORE DELETE OR UPDATE OF permission ON helpdesk.permission
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER permission_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.permission
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('permission');

CREATE OR REPLACE TRIGGER role_permission_20_keep_admin BEFORE UPDATE OR DELETE ON helpdesk.role_permission
    FOR EACH ROW WHEN (OLD.role = 'admin' AND OLD.permission = 'settings.edit')
    EXECUTE FUNCTION helpdesk.tg_role_permission__keep_admin();
CREATE OR REPLACE TRIGGER role_permission_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.role_permission
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('role,permission');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('purge_idempotency_keys', '35 * * * *', 'helpdesk.purge_idempotency_keys()',
        'Deletes answers of creating verbs older than 24 hours.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD001', 404, 'not found, or not visible to the caller', 'Check the id; you may not be allowed to see it.'),
    ('PD002', 403, 'the caller lacks a permission', 'Ask an administrator for the permission that the message names.'),
    ('PD006', 422, 'an argument is missing or wrong', 'Correct the argument that the message names.'),
    ('PD010', 422, 'an instant is in the future', 'Leave the instant out, or give one that has passed.'),
    ('PD011', 401, 'the token names nobody who may sign in', 'Sign in again.'),
    ('PD012', 403, 'a setting forbids it', 'An administrator can change the setting that the message names.'),
    ('PD013', 422, 'a setting''s value is wrong', 'See value_type and allowed in /rest/settings.'),
    ('PD018', 422, 'a request would write too many rows',
        'Send fewer, filter by id, or use rpc/change_tickets, which tells the outcome of each ticket.'),
    ('PD021', 409, 'a row is in use', 'Change or remove what uses it first.'),
    ('PD022', 409, 'a row would be there twice', 'Choose another value, or change the row that has it.'),
    ('PD024', 409, 'nobody could administrate any more', 'Make somebody else an administrator first.'),
    ('PD025', 401, 'the token lacks a claim', 'Ask for another token: it needs aud and exp.'),
    ('PD505', 409, 'the idempotency key was used for another request', 'Use a new key for each new request.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('mode', 'choice', '"self_hosted"', '["self_hosted"]',
        'Where tickets live: here. Mode synced is to come; a process in PGDESK_MODE cloud keeps none.'),
    ('storage_service', 'choice', '"local"', '["local", "s3", "gcs", "azure"]',
        'Where files are kept. PGDESK_FILES_URL of the processes decides; pgdesk doctor tells where they differ.'),
    ('enable_real_time', 'bool', 'true', NULL, 'Serve the live stream of events at /live.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('settings.edit', 'Change settings and configuration.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('admin', 'settings.edit')
) AS d (role, permission);
