CREATE OR REPLACE FUNCTION helpdesk.judge_mail(
    p_mail helpdesk.inbound_mail,
    p_parsed jsonb,
    p_person helpdesk.person,
    p_ticket_id bigint
) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_is_authenticated boolean := helpdesk.is_mail_authenticated(p_parsed);
    v_is_staff boolean := coalesce(p_person.role, 'customer') <> 'customer';
BEGIN
    IF p_mail.is_released THEN
        RETURN NULL;
    END IF;
    IF (
        SELECT count(*) FROM helpdesk.inbound_mail AS m
        WHERE m.from_address = p_parsed #>> '{sender,address}'
            AND m.received_at > p_mail.received_at - interval '1 hour' AND m.received_at <= p_mail.received_at
            AND m.inbound_mail_id <> p_mail.inbound_mail_id
    ) >= helpdesk.setting_int('inbound_mails_per_sender_hour') THEN
        RETURN 'too many mails from this sender within an hour';
    END IF;
    IF p_ticket_id IS NOT NULL AND (
        SELECT count(*) FROM helpdesk.inbound_mail AS m
        WHERE m.ticket_id = p_ticket_id
            AND m.received_at > p_mail.received_at - interval '1 hour' AND m.received_at <= p_mail.received_at
            AND m.inbound_mail_id <> p_mail.inbound_mail_id
    ) >= helpdesk.setting_int('inbound_mails_per_ticket_hour') THEN
        RETURN 'too many mails to this ticket within an hour';
    END IF;
    IF helpdesk.is_blocked_sender(p_parsed #>> '{sender,address}') AND NOT v_is_staff THEN
        RETURN 'the sender is blocked';
    END IF;
    IF v_is_authenticated IS FALSE AND p_person.person_id IS NOT NULL THEN
        RETURN 'the mail server could not authenticate the sender';
    END IF;
    IF NOT p_person.is_active THEN
        RETURN 'the sender has been deactivated';
    END IF;
    IF v_is_staff AND v_is_authenticated IS NOT TRUE THEN
        RETURN 'the sender is staff and not authenticated';
    END IF;
    IF p_person.person_id IS NULL AND NOT helpdesk.setting_bool('allow_guest_tickets') THEN
        RETURN 'setting allow_guest_tickets forbids tickets of unknown senders';
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.judge_mail IS
'Why a mail must not be taken in; NULL when it may. Staff are believed only when the trusted mail server authenticated '
'them.';
