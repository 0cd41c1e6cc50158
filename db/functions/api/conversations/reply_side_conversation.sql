CREATE FUNCTION api.reply_side_conversation(
    side_conversation_id bigint,
    body text,
    idempotency_key text DEFAULT NULL,
    uploads uuid[] DEFAULT '{}'
)
RETURNS api.side_messages
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_answer jsonb := helpdesk.begin_once(
        reply_side_conversation.idempotency_key,
        'reply_side_conversation',
        jsonb_build_array(
            reply_side_conversation.side_conversation_id, reply_side_conversation.body, reply_side_conversation.uploads
        )
    );
    v_id bigint;
    v_result api.side_messages;
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    v_id := helpdesk.write_side_message(
        reply_side_conversation.side_conversation_id, reply_side_conversation.body,
        p_uploads => reply_side_conversation.uploads
    );
    SELECT * INTO v_result FROM api.side_messages AS m WHERE m.side_message_id = v_id;
    IF reply_side_conversation.idempotency_key IS NOT NULL THEN
        PERFORM helpdesk.end_once(reply_side_conversation.idempotency_key, to_jsonb(v_result));
    END IF;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.reply_side_conversation IS
$$Write in a side conversation

For those who take part; the others of them are notified. uploads: the upload_key of files of POST /files.
idempotency_key: the same call again within 24 hours gives the first answer. Raises PD001, PD002, PD156, PD157, PD158,
PD505, PD601.$$;
GRANT EXECUTE ON FUNCTION api.reply_side_conversation TO agent, admin;
