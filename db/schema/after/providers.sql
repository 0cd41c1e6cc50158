CREATE OR REPLACE TRIGGER identity_provider_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.identity_provider
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('provider', 'client_secret');
CREATE OR REPLACE TRIGGER identity_provider_group_90_audit
    AFTER INSERT OR UPDATE OR DELETE ON helpdesk.identity_provider_group
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('provider,group_name');
CREATE OR REPLACE TRIGGER identity_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.identity
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('identity_id', 'used_at');

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD071', 404, 'nobody signs in by this provider', 'See /auth/oidc.'),
    ('PD072', 403, 'the provider does not say that the address is yours, or its word does not count for it',
        'Confirm the address there, or ask an administrator to add its domain to the provider.'),
    ('PD073', 403, 'who is not known here is not let in by this provider', 'Ask an administrator to add you.'),
    ('PD074', 403, 'the account is closed', 'Ask an administrator.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('providers.edit', 'Change by which providers people sign in, and what their groups are here.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('admin', 'providers.edit')
) AS d (role, permission);

SELECT pgdesk_deploy.declare_rows('helpdesk.outgoing_mail_kind', jsonb_agg(d)) FROM (VALUES
    ('identity_linked', true, 'They signed in by an OpenID provider for the first time.')
) AS d (kind, is_urgent, description);
