CREATE OR REPLACE FUNCTION helpdesk.take_in_bridge_message(p_channel text, p_message jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_bridge helpdesk.bridge;
    v_taken helpdesk.bridge_message;
    v_conversation helpdesk.bridge_conversation;
    v_person_id bigint;
    v_claims text;
    v_is_new boolean;
BEGIN
    SELECT * INTO v_bridge FROM helpdesk.bridge AS b WHERE b.channel = p_channel AND b.is_active FOR KEY SHARE;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse('PD001', format('channel %s not found', coalesce(left(p_channel, 40), 'null')));
    END IF;
    INSERT INTO helpdesk.bridge_message (channel, external_id)
    VALUES (p_channel, p_message ->> 'external_id')
    ON CONFLICT (channel, external_id) DO NOTHING;
    v_is_new := FOUND;
    IF v_is_new THEN
        -- Whose first words come twice at the same time waits here, and then goes on with the one ticket.
        INSERT INTO helpdesk.bridge_conversation AS c (channel, conversation)
        VALUES (p_channel, p_message ->> 'conversation')
        ON CONFLICT (channel, conversation) DO UPDATE SET conversation = excluded.conversation
        RETURNING c.* INTO v_conversation;
        v_person_id := helpdesk.find_or_create_bridge_author(p_channel, p_message -> 'author');
        v_claims := helpdesk.begin_acting_as(v_person_id);
        IF v_conversation.ticket_id IS NULL THEN
            INSERT INTO helpdesk.ticket (subject, description, channel, requester_id, department_id, language)
            VALUES (
                helpdesk.title_of(coalesce(p_message ->> 'subject', p_message ->> 'text')), p_message ->> 'text',
                p_channel, v_person_id, v_bridge.department_id, p_message ->> 'language'
            )
            RETURNING ticket_id INTO v_taken.ticket_id;
        ELSE
            INSERT INTO helpdesk.message (ticket_id, kind, author_id, body, channel)
            VALUES (v_conversation.ticket_id, 'reply', v_person_id, p_message ->> 'text', p_channel)
            RETURNING message_id INTO v_taken.message_id;
            -- A rule may have sent it to another ticket: a late reply opens a follow-up.
            v_taken.ticket_id := (
                SELECT m.ticket_id FROM helpdesk.message AS m WHERE m.message_id = v_taken.message_id
            );
        END IF;
        PERFORM helpdesk.end_acting_as(v_claims);
        UPDATE helpdesk.bridge_conversation AS c
        SET ticket_id = v_taken.ticket_id
        WHERE c.bridge_conversation_id = v_conversation.bridge_conversation_id
            AND c.ticket_id IS DISTINCT FROM v_taken.ticket_id;
        UPDATE helpdesk.bridge_message AS m
        SET ticket_id = v_taken.ticket_id, message_id = v_taken.message_id
        WHERE m.channel = p_channel AND m.external_id = p_message ->> 'external_id';
    ELSE
        SELECT * INTO v_taken
        FROM helpdesk.bridge_message AS m
        WHERE m.channel = p_channel AND m.external_id = p_message ->> 'external_id';
    END IF;
    RETURN jsonb_build_object(
        'ticket_id', v_taken.ticket_id,
        'reference', (SELECT t.reference FROM helpdesk.ticket AS t WHERE t.ticket_id = v_taken.ticket_id),
        'message_id', v_taken.message_id,
        'is_duplicate', NOT v_is_new
    );
END
$$;

COMMENT ON FUNCTION helpdesk.take_in_bridge_message IS
'Makes a ticket of a conversation''s first message and messages of the others: {external_id, conversation, author: '
'{id, name}, text, subject, language}. The same external_id again changes nothing. Returns {ticket_id, reference, '
'message_id, is_duplicate}; message_id is null where the text is the ticket''s description. Raises PD001.';
GRANT EXECUTE ON FUNCTION helpdesk.take_in_bridge_message TO worker;
