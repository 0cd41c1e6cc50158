CREATE OR REPLACE TRIGGER canned_folder_01_refuse_chosen_key BEFORE INSERT ON helpdesk.canned_folder
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.folder_id, 'helpdesk.canned_folder_folder_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('folder_id');
CREATE OR REPLACE TRIGGER canned_folder_01_refuse_changed_key BEFORE UPDATE OF folder_id ON helpdesk.canned_folder
    FOR EACH ROW WHEN (NEW.folder_id IS DISTINCT FROM OLD.folder_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('folder_id');
CREATE OR REPLACE TRIGGER canned_folder_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.canned_folder
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('folder_id');

CREATE OR REPLACE TRIGGER canned_reply_01_refuse_chosen_key BEFORE INSERT ON helpdesk.canned_reply
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.canned_reply_id, 'helpdesk.canned_reply_canned_reply_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('canned_reply_id');
CREATE OR REPLACE TRIGGER canned_reply_01_refuse_changed_key BEFORE UPDATE OF canned_reply_id ON helpdesk.canned_reply
    FOR EACH ROW WHEN (NEW.canned_reply_id IS DISTINCT FROM OLD.canned_reply_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('canned_reply_id');
CREATE OR REPLACE TRIGGER canned_reply_10_check BEFORE INSERT OR UPDATE ON helpdesk.canned_reply
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_canned_reply__check();
CREATE OR REPLACE TRIGGER canned_reply_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.canned_reply
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('canned_reply_id');

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD404', 422, 'a placeholder is unknown', 'See /rest/placeholders.')
) AS d (code, http_status, meaning, hint);
