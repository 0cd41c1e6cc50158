CREATE OR REPLACE TRIGGER signing_key_80_reload
    AFTER INSERT OR UPDATE OF public_jwk, retired_at OR DELETE ON helpdesk.signing_key
    FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_signing_key__reload();
CREATE OR REPLACE TRIGGER signing_key_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.signing_key
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('key_id', 'private_key');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('retire_signing_keys', '25 * * * *', 'helpdesk.retire_signing_keys()',
        'Refuses what keys signed that were replaced so long ago that it is past.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD070', 409, 'the key signs tokens, and no other does', 'Replace it first: pgdesk keys rotate --at-once.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('signing_key_lead_minutes', 'int', '15', '{"min": 0, "max": 10080}',
        'For how long a new signing key is published before it signs.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('keys.edit', 'See the keys that tokens are verified by, and retire them.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('admin', 'keys.edit')
) AS d (role, permission);
