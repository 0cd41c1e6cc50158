CREATE OR REPLACE FUNCTION helpdesk.receive_mail(p_inbound_mail_id bigint, p_parsed jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_mail helpdesk.inbound_mail;
BEGIN
    SELECT * INTO v_mail FROM helpdesk.inbound_mail AS m WHERE m.inbound_mail_id = p_inbound_mail_id FOR UPDATE;
    IF v_mail.inbound_mail_id IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('inbound mail %s not found', coalesce(p_inbound_mail_id::text, 'null'))
        );
    END IF;
    IF v_mail.state = 'received' THEN
        BEGIN
            v_mail := helpdesk.take_in_mail(v_mail, p_parsed);
        EXCEPTION
            -- What may succeed later is tried again. Everything else is shown to an administrator, and never lost.
            WHEN transaction_rollback
                OR operator_intervention
                OR insufficient_resources
                OR lock_not_available
                OR connection_exception THEN
                RAISE;
            WHEN OTHERS THEN
                v_mail.state := 'quarantined';
                v_mail.reason := left(format('could not be taken in: %s (%s)', SQLERRM, SQLSTATE), 1000);
                v_mail.ticket_id := NULL;
                v_mail.message_id := NULL;
                v_mail.side_conversation_id := NULL;
                v_mail.side_message_id := NULL;
                v_mail.duplicate_of_id := NULL;
        END;
        UPDATE helpdesk.inbound_mail AS m
        SET state = v_mail.state,
            reason = v_mail.reason,
            matched_by = v_mail.matched_by,
            automatic_kind = v_mail.automatic_kind,
            automatic_sign = v_mail.automatic_sign,
            person_id = v_mail.person_id,
            ticket_id = v_mail.ticket_id,
            message_id = v_mail.message_id,
            side_conversation_id = v_mail.side_conversation_id,
            side_message_id = v_mail.side_message_id,
            mail_message_id = p_parsed ->> 'message_id',
            content_hash = p_parsed ->> 'content_hash',
            answered_ids = v_mail.answered_ids,
            duplicate_of_id = v_mail.duplicate_of_id,
            delivered_to = ARRAY(SELECT jsonb_array_elements_text(p_parsed -> 'delivered_to')),
            from_address = p_parsed #>> '{sender,address}',
            author_address = v_mail.author_address,
            is_verified = v_mail.is_verified,
            from_name = p_parsed #>> '{sender,name}',
            subject = p_parsed ->> 'subject',
            body_text = p_parsed ->> 'text',
            body_html = nullif(p_parsed ->> 'html', ''),
            images = ARRAY(SELECT jsonb_array_elements_text(p_parsed -> 'images')),
            sent_at = (p_parsed ->> 'sent_at')::timestamptz,
            defects = ARRAY(SELECT jsonb_array_elements_text(p_parsed -> 'defects')),
            parser_version = (p_parsed ->> 'parser_version')::int,
            processed_at = helpdesk.clock()
        WHERE m.inbound_mail_id = v_mail.inbound_mail_id;
        IF p_parsed -> 'invites' <> '[]' THEN
            PERFORM helpdesk.keep_invites(v_mail.inbound_mail_id, p_parsed -> 'invites');
        END IF;
    END IF;
    RETURN jsonb_build_object(
        'inbound_mail_id', v_mail.inbound_mail_id, 'state', v_mail.state, 'reason', v_mail.reason,
        'ticket_id', v_mail.ticket_id, 'message_id', v_mail.message_id,
        'reference', (SELECT t.reference FROM helpdesk.ticket AS t WHERE t.ticket_id = v_mail.ticket_id)
    );
END
$$;

COMMENT ON FUNCTION helpdesk.receive_mail IS
'Decides what becomes of a stored mail, once: a second call, also a concurrent one, returns what the first decided. '
'Returns {inbound_mail_id, state, reason, ticket_id, message_id, reference}. Raises PD001.';
GRANT EXECUTE ON FUNCTION helpdesk.receive_mail TO worker;
