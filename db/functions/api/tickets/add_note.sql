CREATE FUNCTION api.add_note(
    ticket_id bigint,
    body text,
    is_pinned boolean DEFAULT false,
    idempotency_key text DEFAULT NULL,
    uploads uuid[] DEFAULT '{}'
) RETURNS api.messages
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_answer jsonb := helpdesk.begin_once(
        add_note.idempotency_key, 'add_note',
        jsonb_build_array(add_note.ticket_id, add_note.body, add_note.is_pinned, add_note.uploads)
    );
    v_message_id bigint;
    v_result api.messages;
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    INSERT INTO helpdesk.message (ticket_id, kind, body, is_pinned)
    VALUES (add_note.ticket_id, 'note', add_note.body, add_note.is_pinned)
    RETURNING message_id INTO v_message_id;
    IF add_note.uploads <> '{}' THEN
        PERFORM helpdesk.place_uploads(add_note.uploads, m.ticket_id, m.message_id)
        FROM helpdesk.message AS m
        WHERE m.message_id = v_message_id;
    END IF;
    SELECT * INTO v_result FROM api.messages AS m WHERE m.message_id = v_message_id;
    IF add_note.idempotency_key IS NOT NULL THEN
        PERFORM helpdesk.end_once(add_note.idempotency_key, to_jsonb(v_result));
    END IF;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.add_note IS
$$Write an internal note

@handle mentions staff. The status stays. Returns the message. uploads: the upload_key of files of POST /files.
idempotency_key: the same call again within 24 hours gives the first answer. Raises PD001, PD002, PD015, PD156, PD157,
PD158, PD505.$$;
GRANT EXECUTE ON FUNCTION api.add_note TO agent, admin;
