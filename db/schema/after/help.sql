CREATE OR REPLACE TRIGGER person_65_drop_requests AFTER UPDATE OF is_active, role ON helpdesk.person
    FOR EACH ROW WHEN (OLD.role <> 'customer' AND (NOT NEW.is_active OR NEW.role = 'customer'))
    EXECUTE FUNCTION helpdesk.tg_person__drop_requests();

CREATE OR REPLACE TRIGGER message_60_mention_people AFTER INSERT ON helpdesk.message
    FOR EACH ROW WHEN (NEW.kind = 'note') EXECUTE FUNCTION helpdesk.tg_message__mention_people();
CREATE OR REPLACE TRIGGER message_61_mention_people_anew AFTER UPDATE OF body ON helpdesk.message
    FOR EACH ROW WHEN (NEW.kind = 'note' AND NEW.deleted_at IS NULL AND NEW.body <> OLD.body)
    EXECUTE FUNCTION helpdesk.tg_message__mention_people();

CREATE OR REPLACE TRIGGER escalation_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.escalation
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('escalation_id');

CREATE OR REPLACE TRIGGER mention_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.mention
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('mention_id');
