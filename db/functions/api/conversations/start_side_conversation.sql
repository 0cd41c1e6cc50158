CREATE FUNCTION api.start_side_conversation(
    ticket_id bigint,
    subject text,
    body text,
    person_ids bigint[] DEFAULT '{}',
    idempotency_key text DEFAULT NULL,
    uploads uuid[] DEFAULT '{}',
    addresses text[] DEFAULT '{}'
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
            start_side_conversation.person_ids, start_side_conversation.uploads, start_side_conversation.addresses
        )
    );
    v_refused text;
    v_id bigint;
    v_result api.side_conversations;
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    PERFORM helpdesk.lock_ticket(start_side_conversation.ticket_id, 'tickets.note');
    IF helpdesk.me() IS NULL
        OR coalesce(cardinality(start_side_conversation.person_ids), 0)
            + coalesce(cardinality(start_side_conversation.addresses), 0) = 0 THEN
        PERFORM helpdesk.refuse('PD014', 'person_ids and addresses name nobody');
    END IF;
    SELECT string_agg(coalesce(s.person_id::text, 'null'), ', ') INTO v_refused
    FROM unnest(start_side_conversation.person_ids) AS s(person_id)
    LEFT JOIN helpdesk.person AS p ON p.person_id = s.person_id AND p.is_active AND p.role <> 'customer'
    WHERE p.person_id IS NULL;
    IF v_refused IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD014', format('not active members of staff: %s', v_refused), NULL, 'See /rest/staff.'
        );
    END IF;
    INSERT INTO helpdesk.side_conversation (ticket_id, subject, created_by)
    VALUES (start_side_conversation.ticket_id, start_side_conversation.subject, helpdesk.me())
    RETURNING side_conversation_id INTO v_id;
    INSERT INTO helpdesk.side_participant (side_conversation_id, person_id)
    SELECT v_id, s.person_id FROM unnest(start_side_conversation.person_ids || helpdesk.me()) AS s(person_id)
    ON CONFLICT (side_conversation_id, person_id) DO NOTHING;
    PERFORM helpdesk.add_side_outsiders(v_id, start_side_conversation.addresses);
    PERFORM helpdesk.write_side_message(
        v_id, start_side_conversation.body, 'side_conversation_started', start_side_conversation.uploads
    );
    SELECT * INTO v_result FROM api.side_conversations AS c WHERE c.side_conversation_id = v_id;
    IF start_side_conversation.idempotency_key IS NOT NULL THEN
        PERFORM helpdesk.end_once(start_side_conversation.idempotency_key, to_jsonb(v_result));
    END IF;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.start_side_conversation IS
$$Draw colleagues, or outsiders by mail, into a thread beside a ticket

Each of person_ids is notified. addresses: mail addresses of outsiders, such as a supplier, at most 20; each is mailed
what staff write, and their answers by mail continue the thread. The customer sees nothing of it. Returns the side
conversation. uploads: the upload_key of files of POST /files. idempotency_key: the same call again within 24 hours
gives the first answer. Raises PD001, PD002, PD006, PD014, PD156, PD157, PD158, PD505, PD602.$$;
GRANT EXECUTE ON FUNCTION api.start_side_conversation TO agent, admin;
