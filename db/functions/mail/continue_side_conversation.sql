CREATE OR REPLACE FUNCTION helpdesk.continue_side_conversation(p_mail helpdesk.inbound_mail, p_parsed jsonb)
RETURNS helpdesk.inbound_mail
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_mail helpdesk.inbound_mail := p_mail;
    v_claims text := helpdesk.begin_acting_as(p_mail.person_id);
BEGIN
    PERFORM 1
    FROM helpdesk.side_conversation AS c
    WHERE c.side_conversation_id = v_mail.side_conversation_id
    FOR UPDATE;
    UPDATE helpdesk.side_conversation AS c
    SET status = 'open', closed_at = NULL
    WHERE c.side_conversation_id = v_mail.side_conversation_id AND c.status = 'closed';
    v_mail.state := 'reply';
    v_mail.side_message_id := helpdesk.post_side_mail(v_mail, p_parsed);
    PERFORM helpdesk.attach_mail_files(v_mail, p_parsed, v_mail.ticket_id, NULL);
    PERFORM helpdesk.end_acting_as(v_claims);
    INSERT INTO helpdesk.mail_message_id (mail_message_id, ticket_id, is_outgoing, side_conversation_id)
    SELECT p_parsed ->> 'message_id', v_mail.ticket_id, false, v_mail.side_conversation_id
    WHERE p_parsed ->> 'message_id' IS NOT NULL
    ON CONFLICT (mail_message_id, ticket_id) DO NOTHING;
    RETURN v_mail;
END
$$;

COMMENT ON FUNCTION helpdesk.continue_side_conversation IS
'Makes of the mail of somebody who takes part a message of the side conversation that it answers, and opens that again '
'if it was closed.';
