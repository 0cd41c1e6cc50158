CREATE OR REPLACE TRIGGER canned_folder_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.canned_folder
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('folder_id');

CREATE OR REPLACE TRIGGER canned_reply_10_check BEFORE INSERT OR UPDATE ON helpdesk.canned_reply
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_canned_reply__check();
CREATE OR REPLACE TRIGGER canned_reply_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.canned_reply
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('canned_reply_id');

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD404', 422, 'a placeholder is unknown', 'See /rest/placeholders.')
) AS d (code, http_status, meaning, hint);
