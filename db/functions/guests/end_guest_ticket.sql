CREATE OR REPLACE FUNCTION helpdesk.end_guest_ticket(p_ticket_id bigint, p_is_trapped boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    INSERT INTO helpdesk.guest_intake (ticket_id, network, created_at)
    VALUES (p_ticket_id, helpdesk.caller_network(), helpdesk.clock());
    UPDATE helpdesk.ticket AS t
    SET is_spam = true, status = 'closed', status_before = t.status
    FROM helpdesk.person AS p
    WHERE t.ticket_id = p_ticket_id AND p.person_id = t.requester_id
        AND (p_is_trapped OR NOT p.is_active OR helpdesk.is_blocked_sender(p.claimed_email));
    PERFORM helpdesk.add_guest_mail('ticket_opened', p_ticket_id)
    FROM helpdesk.ticket AS t
    JOIN helpdesk.person AS p ON p.person_id = t.requester_id
    WHERE t.ticket_id = p_ticket_id
        AND helpdesk.may_acknowledge(coalesce(p.email, p.claimed_email), 'ticket_opened');
END
$$;

COMMENT ON FUNCTION helpdesk.end_guest_ticket IS
'Notes from where a guest''s ticket came, and mails its link, if may_acknowledge lets it; one of a blocked address, or '
'of who walked into the trap for programs, becomes spam, which its sender is not told.';
