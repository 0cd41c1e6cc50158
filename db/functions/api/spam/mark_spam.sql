CREATE FUNCTION api.mark_spam(
    ticket_id bigint,
    block_sender boolean DEFAULT false,
    version int DEFAULT NULL
) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_ticket helpdesk.ticket := helpdesk.lock_ticket(mark_spam.ticket_id, 'tickets.spam', mark_spam.version);
    v_result api.tickets;
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
        WHERE t.ticket_id = mark_spam.ticket_id;
    END IF;
    IF mark_spam.block_sender THEN
        -- A claimed address may be that of somebody who did not write this.
        PERFORM helpdesk.block_sender(coalesce(p.email, p.claimed_email), format('Spam: %s', v_ticket.reference))
        FROM helpdesk.person AS p
        WHERE p.person_id = v_ticket.requester_id AND coalesce(p.email, p.claimed_email) IS NOT NULL
            AND NOT EXISTS (SELECT FROM helpdesk.person_address AS a WHERE a.email = p.claimed_email);
    END IF;
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = mark_spam.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.mark_spam IS
$$Mark a ticket as spam

It is closed, its requester is not told, and replies do not reopen it. block_sender: refuse further tickets and replies
of its requester's address. version: what the caller saw. Returns the ticket. Raises PD001, PD002, PD005, PD006,
PD015.$$;
GRANT EXECUTE ON FUNCTION api.mark_spam TO agent, admin;
