CREATE FUNCTION api.start_side_conversation(
    ticket_id bigint,
    subject text,
    body text,
    person_ids bigint[]
) RETURNS api.side_conversations
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_id bigint;
    v_result api.side_conversations;
BEGIN
    v_id := helpdesk.start_side_conversation(
        start_side_conversation.ticket_id, start_side_conversation.subject, start_side_conversation.body, start_side_conversation.person_ids
    );
    SELECT * INTO v_result FROM api.side_conversations AS c WHERE c.side_conversation_id = v_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.start_side_conversation(bigint, text, text, bigint[]) IS
$$Draw colleagues into a thread beside a ticket

Each of person_ids is notified. Returns the side conversation. Raises PD001, PD002, PD014.$$;
GRANT EXECUTE ON FUNCTION api.start_side_conversation(bigint, text, text, bigint[]) TO agent, admin;
