CREATE OR REPLACE FUNCTION helpdesk.note_bridge_reply(
    p_channel text,
    p_conversation text,
    p_message_id bigint,
    p_state text,
    p_detail text DEFAULT NULL
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_reply helpdesk.bridge_reply;
    v_is_news boolean;
BEGIN
    SELECT r.* INTO v_reply
    FROM helpdesk.bridge_reply AS r
    JOIN helpdesk.bridge_conversation AS c USING (bridge_conversation_id)
    WHERE c.channel = p_channel AND c.conversation = p_conversation AND r.message_id = p_message_id
    FOR UPDATE OF r;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD160', format('message %s did not go out into this conversation', coalesce(p_message_id::text, 'null'))
        );
    ELSIF p_state IS NULL OR p_state NOT IN ('delivered', 'read', 'failed') THEN
        PERFORM helpdesk.refuse('PD006', 'state is delivered, read or failed');
    END IF;
    -- Reports overtake each other: what has been read has been delivered, and did not fail.
    v_is_news := CASE p_state
        WHEN 'read' THEN v_reply.state <> 'read'
        WHEN 'delivered' THEN v_reply.state NOT IN ('delivered', 'read')
        ELSE v_reply.state IN ('queued', 'sent')
    END;
    IF NOT v_is_news THEN
        RETURN v_reply.state;
    END IF;
    UPDATE helpdesk.bridge_reply AS r
    SET state = p_state, detail = left(p_detail, 2000), updated_at = helpdesk.clock()
    WHERE r.bridge_conversation_id = v_reply.bridge_conversation_id AND r.message_id = v_reply.message_id
    RETURNING r.* INTO v_reply;
    IF v_reply.state = 'failed' THEN
        PERFORM helpdesk.tell_of_bridge_failure(v_reply);
    END IF;
    RETURN v_reply.state;
END
$$;

COMMENT ON FUNCTION helpdesk.note_bridge_reply IS
'What a bridge says of a reply: delivered, read or failed. Returns the state that it has now. Raises PD006, PD160.';
GRANT EXECUTE ON FUNCTION helpdesk.note_bridge_reply TO worker;
