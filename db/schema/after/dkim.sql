CREATE OR REPLACE TRIGGER dkim_key_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.dkim_key
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('record_name', 'private_key');

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD143', 409, 'the selector has a DKIM key already',
        'Take another selector: mails that were signed by that key are still under way.')
) AS d (code, http_status, meaning, hint);
