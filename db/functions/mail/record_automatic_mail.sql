CREATE OR REPLACE FUNCTION helpdesk.record_automatic_mail(
    p_mail helpdesk.inbound_mail,
    p_parsed jsonb,
    p_person helpdesk.person
) RETURNS helpdesk.inbound_mail
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_mail helpdesk.inbound_mail := p_mail;
BEGIN
    v_mail.state := 'automatic';
    v_mail.reason := format('%s: %s', v_mail.automatic_kind, v_mail.automatic_sign);
    IF v_mail.ticket_id IS NULL THEN
        RETURN v_mail;
    END IF;
    IF (
        SELECT count(*) FROM helpdesk.inbound_mail AS m
        WHERE m.ticket_id = v_mail.ticket_id AND m.received_at > v_mail.received_at - interval '1 hour'
            AND m.inbound_mail_id <> v_mail.inbound_mail_id
    ) >= helpdesk.setting_int('inbound_mails_per_ticket_hour') THEN
        v_mail.state := 'quarantined';
        v_mail.reason := 'too many mails to this ticket within an hour';
        RETURN v_mail;
    END IF;
    -- A system message: staff see it, the status stays, nobody is told.
    v_mail.message_id := helpdesk.post_mail(p_parsed, v_mail.ticket_id, p_person.person_id, 'system');
    PERFORM helpdesk.attach_mail_files(v_mail, p_parsed, v_mail.ticket_id, v_mail.message_id);
    RETURN v_mail;
END
$$;

COMMENT ON FUNCTION helpdesk.record_automatic_mail IS
'Records a mail that no person wrote; where it belongs to a ticket, as a system message that changes nothing else.';
