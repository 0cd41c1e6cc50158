CREATE FUNCTION api.add_note(
    ticket_id bigint,
    body text,
    is_pinned boolean DEFAULT false
) RETURNS api.messages
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_message_id bigint;
    v_result api.messages;
BEGIN
    INSERT INTO helpdesk.message (ticket_id, kind, body, is_pinned)
    VALUES (add_note.ticket_id, 'note', add_note.body, add_note.is_pinned)
    RETURNING message_id INTO v_message_id;
    SELECT * INTO v_result FROM api.messages AS m WHERE m.message_id = v_message_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.add_note(bigint, text, boolean) IS
$$Write an internal note

@handle mentions staff. The status stays. Returns the message. Raises PD001, PD002, PD015.$$;
GRANT EXECUTE ON FUNCTION api.add_note(bigint, text, boolean) TO agent, admin;
