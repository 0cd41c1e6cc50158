CREATE FUNCTION api.reply_side_conversation(side_conversation_id bigint, body text) RETURNS api.side_messages
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_id bigint;
    v_result api.side_messages;
BEGIN
    v_id := helpdesk.write_side_message(reply_side_conversation.side_conversation_id, reply_side_conversation.body);
    SELECT * INTO v_result FROM api.side_messages AS m WHERE m.side_message_id = v_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.reply_side_conversation(bigint, text) IS
$$Write in a side conversation

Who writes takes part from then on; the others are notified. Raises PD001, PD002, PD601.$$;
GRANT EXECUTE ON FUNCTION api.reply_side_conversation(bigint, text) TO agent, admin;
