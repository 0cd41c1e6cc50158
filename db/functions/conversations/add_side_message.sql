CREATE OR REPLACE FUNCTION helpdesk.add_side_message(
    p_side_conversation_id bigint,
    p_body text,
    p_kind text,
    p_author_id bigint,
    p_author_address text DEFAULT NULL
)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_conversation helpdesk.side_conversation;
    v_id bigint;
BEGIN
    SELECT * INTO v_conversation
    FROM helpdesk.side_conversation AS c
    WHERE c.side_conversation_id = p_side_conversation_id;
    INSERT INTO helpdesk.side_message (side_conversation_id, author_id, author_address, body)
    VALUES (p_side_conversation_id, p_author_id, p_author_address, p_body)
    RETURNING side_message_id INTO v_id;
    PERFORM helpdesk.record_event(v_conversation.ticket_id, p_kind, jsonb_build_object(
        'side_conversation_id', p_side_conversation_id,
        'subject', v_conversation.subject,
        'person_ids', (
            SELECT jsonb_agg(p.person_id ORDER BY p.person_id)
            FROM helpdesk.side_participant AS p
            WHERE p.side_conversation_id = p_side_conversation_id
        )
    ));
    IF p_author_id IS NOT NULL THEN
        PERFORM helpdesk.queue_mail(
            'side_message', p_address => o.address, p_ticket_id => v_conversation.ticket_id, p_side_message_id => v_id
        )
        FROM helpdesk.side_outsider AS o
        WHERE o.side_conversation_id = p_side_conversation_id
        ORDER BY o.address;
    END IF;
    RETURN v_id;
END
$$;

COMMENT ON FUNCTION helpdesk.add_side_message IS
'Writes in a side conversation and tells its staff; what staff write is mailed to its outsiders.';
