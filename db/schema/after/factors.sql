CREATE OR REPLACE TRIGGER totp_50_tell_update AFTER UPDATE OF confirmed_at ON helpdesk.totp
    FOR EACH ROW WHEN (OLD.confirmed_at IS NULL AND NEW.confirmed_at IS NOT NULL)
    EXECUTE FUNCTION helpdesk.tg_factor__tell();
CREATE OR REPLACE TRIGGER totp_50_tell_delete AFTER DELETE ON helpdesk.totp
    FOR EACH ROW WHEN (OLD.confirmed_at IS NOT NULL) EXECUTE FUNCTION helpdesk.tg_factor__tell();
CREATE OR REPLACE TRIGGER totp_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.totp
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('person_id', 'secret,last_step');

CREATE OR REPLACE TRIGGER passkey_50_tell AFTER INSERT OR DELETE ON helpdesk.passkey
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_factor__tell();
CREATE OR REPLACE TRIGGER passkey_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.passkey
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('passkey_id', 'public_key,sign_count,used_at');

CREATE OR REPLACE TRIGGER recovery_code_50_tell AFTER UPDATE OF used_at ON helpdesk.recovery_code
    FOR EACH ROW WHEN (OLD.used_at IS NULL AND NEW.used_at IS NOT NULL)
    EXECUTE FUNCTION helpdesk.tg_recovery_code__tell();
CREATE OR REPLACE TRIGGER recovery_code_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.recovery_code
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('person_id', 'code_hash');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('purge_login_challenges', '25 * * * *', 'helpdesk.purge_login_challenges()',
        'Deletes logins that have waited too long for a second factor.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD080', 401, 'the login, or the session, is over', 'Sign in again.'),
    ('PD081', 401, 'it does not prove who you are', 'Send the code that is shown now; each is good once.'),
    ('PD082', 403, 'this needs a fresh proof of who you are',
        'POST /auth/proof takes a second factor, or the password where there is none. Then repeat the request.'),
    ('PD083', 409, 'the account''s second factors do not allow it', 'See /rest/rpc/my_account.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('people.access', 'Reset second factors of people, and see and end their sessions.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('admin', 'people.access')
) AS d (role, permission);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('factors_required_of', 'list', '[]', '["customer", "agent", "admin"]',
        'Roles that sign in with a second factor only: who has none adds one at the next login.'),
    ('login_challenge_minutes', 'int', '10', '{"min": 1, "max": 60}',
        'How long a login waits for a second factor, or for one to be added.'),
    ('proof_minutes', 'int', '10', '{"min": 1, "max": 1440}',
        'How long after a login or another proof of who they are people may change their second factors.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.outgoing_mail_kind', jsonb_agg(d)) FROM (VALUES
    ('factor_added', true, 'A second factor was added.'),
    ('factor_removed', true, 'A second factor was removed, by themselves or an administrator.'),
    ('factor_failed', true, 'A second factor was tried too often: somebody may know the password.'),
    ('recovery_codes_made', true, 'New recovery codes were made.'),
    ('recovery_code_used', true, 'A recovery code was used.')
) AS d (kind, is_urgent, description);
