CREATE FUNCTION api.start_side_conversation(
    ticket_id bigint,
    subject text,
    body text,
    person_ids bigint[],
    idempotency_key text DEFAULT NULL
) RETURNS api.side_conversations
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_answer jsonb := helpdesk.begin_once(
        start_side_conversation.idempotency_key,
        'start_side_conversation',
        jsonb_build_array(
            start_side_conversation.ticket_id, start_side_conversation.subject, start_side_conversation.body,
            start_side_conversation.person_ids
        )
    );
    v_id bigint;
    v_result api.side_conversations;
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    v_id := helpdesk.start_side_conversation(
        start_side_conversation.ticket_id, start_side_conversation.subject, start_side_conversation.body,
        start_side_conversation.person_ids
    );
    SELECT * INTO v_result FROM api.side_conversations AS c WHERE c.side_conversation_id = v_id;
    PERFORM helpdesk.end_once(start_side_conversation.idempotency_key, to_jsonb(v_result));
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.start_side_conversation IS
$$Draw colleagues into a thread beside a ticket

Each of person_ids is notified. Returns the side conversation. idempotency_key: the same call again within 24 hours
gives the first answer. Raises PD001, PD002, PD014, PD505.$$;
GRANT EXECUTE ON FUNCTION api.start_side_conversation TO agent, admin;
