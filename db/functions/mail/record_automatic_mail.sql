CREATE OR REPLACE FUNCTION helpdesk.record_automatic_mail(p_mail helpdesk.inbound_mail, p_parsed jsonb)
RETURNS helpdesk.inbound_mail
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_mail helpdesk.inbound_mail := p_mail;
BEGIN
    v_mail.state := 'automatic';
    v_mail.reason := format('%s: %s', v_mail.automatic_kind, v_mail.automatic_sign);
    IF helpdesk.is_past_ticket_cap(v_mail) THEN
        v_mail.state := 'quarantined';
        v_mail.reason := 'too many mails to this ticket within an hour';
        RETURN v_mail;
    END IF;
    IF v_mail.side_conversation_id IS NOT NULL THEN
        v_mail.side_message_id := helpdesk.post_side_mail(v_mail, p_parsed);
        PERFORM helpdesk.attach_mail_files(v_mail, p_parsed, v_mail.ticket_id, NULL);
    ELSIF v_mail.ticket_id IS NOT NULL THEN
        -- A system message: staff see it, the status stays.
        v_mail.message_id := helpdesk.post_mail(v_mail, p_parsed, 'system');
        PERFORM helpdesk.attach_mail_files(v_mail, p_parsed, v_mail.ticket_id, v_mail.message_id);
    END IF;
    PERFORM helpdesk.record_bounces(v_mail, p_parsed -> 'automatic');
    RETURN v_mail;
END
$$;

COMMENT ON FUNCTION helpdesk.record_automatic_mail IS
'Records a mail that no person wrote; where it belongs to a ticket or a conversation beside it, as a system '
'message that changes nothing else. Of a report, what it says of each recipient.';
