-- A trigger, so that a reply goes out by its channel whoever writes it; of the row, so that only replies pay for it.
CREATE OR REPLACE FUNCTION helpdesk.tg_event__queue_bridge_reply() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC'
AS $$
DECLARE
    v_to record;
    v_delivery_id uuid;
BEGIN
    FOR v_to IN
        SELECT c.bridge_conversation_id, c.channel, c.conversation, b.webhook_id
        FROM helpdesk.bridge_conversation AS c
        JOIN helpdesk.bridge AS b USING (channel)
        JOIN helpdesk.message AS m ON m.message_id = NEW.message_id
        WHERE c.ticket_id = ANY (
                NEW.ticket_id
                || ARRAY(SELECT s.ticket_id FROM helpdesk.ticket AS s WHERE s.merged_into_id = NEW.ticket_id)
            )
            AND b.is_active
            -- What came by the channel is known there.
            AND m.channel <> c.channel
        ORDER BY c.bridge_conversation_id
    LOOP
        v_delivery_id := helpdesk.queue_delivery(
            v_to.webhook_id, NEW.ticket_id, 'channel_reply', NEW.event_id,
            helpdesk.describe_event(NEW)
                || jsonb_build_object('channel', v_to.channel, 'conversation', v_to.conversation)
        );
        INSERT INTO helpdesk.bridge_reply (bridge_conversation_id, message_id, delivery_id)
        VALUES (v_to.bridge_conversation_id, NEW.message_id, v_delivery_id);
        PERFORM helpdesk.call_deliveries(v_to.webhook_id);
    END LOOP;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_event__queue_bridge_reply IS
'Sends a public reply into the conversations of its ticket, by the webhook of their bridge.';
