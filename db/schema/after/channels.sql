CREATE OR REPLACE TRIGGER bridge_10_add_channel BEFORE INSERT ON helpdesk.bridge
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_bridge__add_channel();
CREATE OR REPLACE TRIGGER bridge_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.bridge
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('channel');
CREATE OR REPLACE TRIGGER bridge_author_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.bridge_author
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('person_id', 'external_id');

CREATE OR REPLACE TRIGGER event_86_queue_bridge_reply AFTER INSERT ON helpdesk.event
    FOR EACH ROW WHEN (NEW.kind = 'reply_created') EXECUTE FUNCTION helpdesk.tg_event__queue_bridge_reply();
CREATE OR REPLACE TRIGGER webhook_delivery_50_note_bridge_reply AFTER UPDATE OF state ON helpdesk.webhook_delivery
    FOR EACH ROW WHEN (NEW.kind = 'channel_reply' AND NEW.state <> OLD.state)
    EXECUTE FUNCTION helpdesk.tg_webhook_delivery__note_bridge_reply();

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD160', 404, 'the message did not go out into this conversation',
        'Give message_id and conversation as they were told.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('channels.edit', 'Join channels by programs of others.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('admin', 'channels.edit')
) AS d (role, permission);

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('channel_reply_failed', false, 'A reply to %1$s did not arrive', 'A reply did not arrive by its channel.')
) AS d (kind, is_public, notice_title, description);
