CREATE OR REPLACE TRIGGER side_conversation_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.side_conversation
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('side_conversation_id');

CREATE OR REPLACE TRIGGER side_participant_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.side_participant
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('side_conversation_id,person_id');

CREATE OR REPLACE TRIGGER side_outsider_10_check BEFORE INSERT OR UPDATE OF address ON helpdesk.side_outsider
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_side_outsider__check();
CREATE OR REPLACE TRIGGER side_outsider_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.side_outsider
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('side_outsider_id');

CREATE OR REPLACE TRIGGER side_message_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.side_message
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('side_message_id');

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD601', 409, 'the side conversation is closed', 'Open it again with rpc/reopen_side_conversation.'),
    ('PD602', 422, 'the address cannot take part in the side conversation', 'Name the address of an outsider.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('side_conversation_started', false, '%2$s draws you into a side conversation on %1$s',
        'Colleagues were drawn into a side conversation.'),
    ('side_conversation_replied', false, '%2$s wrote in a side conversation on %1$s',
        'Somebody wrote in a side conversation.'),
    ('side_conversation_answered', false, 'Mail came for a side conversation on %1$s',
        'A mail of an outsider, or about one to them, came for a side conversation.')
) AS d (kind, is_public, notice_title, description);
