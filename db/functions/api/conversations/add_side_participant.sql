CREATE FUNCTION api.add_side_participant(
    side_conversation_id bigint,
    person_id bigint DEFAULT NULL,
    address text DEFAULT NULL
) RETURNS api.side_participants
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_conversation helpdesk.side_conversation := helpdesk.lock_side_conversation(
        add_side_participant.side_conversation_id, true
    );
    v_result api.side_participants;
BEGIN
    IF add_side_participant.person_id IS NULL AND add_side_participant.address IS NOT NULL THEN
        PERFORM helpdesk.add_side_outsiders(
            v_conversation.side_conversation_id, ARRAY[add_side_participant.address]
        );
        SELECT * INTO v_result
        FROM api.side_participants AS p
        WHERE p.side_conversation_id = add_side_participant.side_conversation_id
            AND p.address = helpdesk.check_email(add_side_participant.address);
        RETURN v_result;
    END IF;
    IF NOT EXISTS (
        SELECT 1
        FROM helpdesk.person AS p
        WHERE p.person_id = add_side_participant.person_id AND p.is_active AND p.role <> 'customer'
    ) THEN
        PERFORM helpdesk.refuse(
            'PD014',
            format('not active members of staff: %s', coalesce(add_side_participant.person_id::text, 'null')), NULL,
            'See /rest/staff.'
        );
    END IF;
    INSERT INTO helpdesk.side_participant (side_conversation_id, person_id)
    VALUES (v_conversation.side_conversation_id, add_side_participant.person_id)
    ON CONFLICT (side_conversation_id, person_id) DO NOTHING;
    IF FOUND THEN
        PERFORM helpdesk.record_event(v_conversation.ticket_id, 'side_conversation_started', jsonb_build_object(
            'side_conversation_id', v_conversation.side_conversation_id,
            'subject', v_conversation.subject,
            'person_ids', jsonb_build_array(add_side_participant.person_id)
        ));
    END IF;
    SELECT * INTO v_result
    FROM api.side_participants AS p
    WHERE p.side_conversation_id = add_side_participant.side_conversation_id
        AND p.person_id = add_side_participant.person_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.add_side_participant IS
$$Draw one more colleague, or an outsider by mail, into a side conversation

For those who take part, the ticket's assignee and administrators, who can so join it themselves. The colleague is
notified; one who takes part already stays. An outsider, by address, is mailed what staff write from
then on. Raises PD001, PD002, PD006, PD014, PD602.$$;
GRANT EXECUTE ON FUNCTION api.add_side_participant TO agent, admin;
