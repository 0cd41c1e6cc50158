CREATE OR REPLACE FUNCTION helpdesk.judge_mail(
    p_mail helpdesk.inbound_mail,
    p_parsed jsonb,
    p_sender helpdesk.person,
    p_author helpdesk.person
) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_is_authenticated boolean := helpdesk.is_mail_authenticated(p_parsed, p_mail.adapter);
    v_is_staff boolean := coalesce(p_sender.role, 'customer') <> 'customer';
    v_is_known boolean := coalesce(p_sender.person_id, p_author.person_id, p_mail.side_conversation_id) IS NOT NULL;
    v_is_trusted boolean := EXISTS (
        SELECT 1 FROM helpdesk.trusted_sender AS t WHERE t.sender = p_mail.author_address
    );
BEGIN
    IF p_mail.is_released THEN
        RETURN NULL;
    END IF;
    IF p_mail.whole_bytes IS NOT NULL THEN
        RETURN format(
            'it has %s, more than setting inbound_max_size_kb allows: its beginning is here, all of it in mailbox %s',
            pg_size_pretty(p_mail.whole_bytes), coalesce(p_mail.mailbox, 'that is gone')
        );
    END IF;
    IF helpdesk.is_past_sender_cap(p_mail) THEN
        RETURN 'too many mails from this sender within an hour';
    END IF;
    IF helpdesk.is_past_ticket_cap(p_mail) THEN
        RETURN 'too many mails to this ticket within an hour';
    END IF;
    IF NOT v_is_staff
        AND (helpdesk.is_blocked_sender(p_mail.from_address) OR helpdesk.is_blocked_sender(p_mail.author_address)) THEN
        RETURN 'the sender is blocked';
    END IF;
    IF v_is_authenticated IS FALSE AND v_is_known THEN
        RETURN 'the mail server could not authenticate the sender';
    END IF;
    IF NOT p_sender.is_active OR NOT p_author.is_active THEN
        RETURN 'the sender has been deactivated';
    END IF;
    IF v_is_staff AND v_is_authenticated IS NOT TRUE THEN
        RETURN 'the sender is staff and not authenticated';
    END IF;
    IF v_is_known
        AND NOT v_is_trusted
        AND NOT p_mail.is_verified
        AND helpdesk.setting_text('inbound_authserv') IS NOT NULL
        AND helpdesk.setting_text('inbound_unverified') = 'quarantine' THEN
        RETURN 'the mail server did not vouch for the sender';
    END IF;
    IF p_author.person_id IS NULL
        AND p_mail.side_conversation_id IS NULL
        AND NOT v_is_trusted
        AND NOT helpdesk.setting_bool('allow_guest_tickets') THEN
        RETURN 'setting allow_guest_tickets forbids tickets of unknown senders';
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.judge_mail IS
'Why a mail must not be taken in; NULL when it may. p_sender: From, by whom staff and authentication are judged; '
'p_author: whose mail it is. Staff are believed only when the trusted mail server authenticated them, whoever is '
'trusted.';
