CREATE FUNCTION api.close_side_conversation(side_conversation_id bigint) RETURNS api.side_conversations
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.side_conversations;
BEGIN
    PERFORM helpdesk.lock_side_conversation(close_side_conversation.side_conversation_id);
    UPDATE helpdesk.side_conversation AS c
    SET status = 'closed', closed_at = helpdesk.clock()
    WHERE c.side_conversation_id = close_side_conversation.side_conversation_id AND c.status <> 'closed';
    SELECT * INTO v_result
    FROM api.side_conversations AS c
    WHERE c.side_conversation_id = close_side_conversation.side_conversation_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.close_side_conversation IS
$$Close a side conversation

Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.close_side_conversation TO agent, admin;
