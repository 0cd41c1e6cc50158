CREATE FUNCTION api.reopen_side_conversation(side_conversation_id bigint) RETURNS api.side_conversations
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.side_conversations;
BEGIN
    PERFORM helpdesk.lock_side_conversation(reopen_side_conversation.side_conversation_id);
    UPDATE helpdesk.side_conversation AS c
    SET status = 'open', closed_at = NULL
    WHERE c.side_conversation_id = reopen_side_conversation.side_conversation_id AND c.status <> 'open';
    SELECT * INTO v_result
    FROM api.side_conversations AS c
    WHERE c.side_conversation_id = reopen_side_conversation.side_conversation_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.reopen_side_conversation IS
$$Open a side conversation again

Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.reopen_side_conversation TO agent, admin;
