CREATE OR REPLACE FUNCTION helpdesk.tell_of_bridge_failure(p_reply helpdesk.bridge_reply) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.record_event(
        m.ticket_id, 'channel_reply_failed', jsonb_build_object(
            'channel', c.channel, 'message_id', m.message_id, 'detail', p_reply.detail
        )
    )
    FROM helpdesk.message AS m
    JOIN helpdesk.bridge_conversation AS c ON c.bridge_conversation_id = p_reply.bridge_conversation_id
    WHERE m.message_id = p_reply.message_id;
END
$$;

COMMENT ON FUNCTION helpdesk.tell_of_bridge_failure IS
'A reply that did not arrive is part of its ticket''s history, and the bell rings.';
