CREATE OR REPLACE TRIGGER side_conversation_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.side_conversation
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('side_conversation_id');

CREATE OR REPLACE TRIGGER side_participant_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.side_participant
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('side_conversation_id,person_id');

CREATE OR REPLACE TRIGGER side_message_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.side_message
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('side_message_id');
