CREATE OR REPLACE FUNCTION helpdesk.mark_spam(
    p_ticket_id bigint,
    p_is_sender_blocked boolean,
    p_version int DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket helpdesk.ticket := helpdesk.lock_ticket(p_ticket_id, 'tickets.spam', p_version);
BEGIN
    IF v_ticket.merged_into_id IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD015', format('ticket %s has been merged', v_ticket.reference),
            format('It was merged into ticket %s.', v_ticket.merged_into_id)
        );
    END IF;
    IF NOT v_ticket.is_spam THEN
        UPDATE helpdesk.ticket AS t
        SET is_spam = true, status = 'closed', status_before = coalesce(t.status_before, t.status)
        WHERE t.ticket_id = p_ticket_id;
    END IF;
    IF p_is_sender_blocked THEN
        PERFORM helpdesk.block_sender(p.email, format('Spam: %s', v_ticket.reference))
        FROM helpdesk.person AS p
        WHERE p.person_id = v_ticket.requester_id AND p.email IS NOT NULL;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.mark_spam IS
'Closes a ticket as spam: nobody is told, replies do not reopen it; may block its sender. Raises PD001, PD002, PD005, '
'PD015.';
