CREATE FUNCTION api.claim_ticket(ticket_id bigint, version int DEFAULT NULL) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_ticket helpdesk.ticket;
    v_result api.tickets;
BEGIN
    v_ticket := helpdesk.lock_ticket(claim_ticket.ticket_id, 'tickets.assign', claim_ticket.version);
    IF v_ticket.assignee_id <> helpdesk.me() THEN
        PERFORM helpdesk.refuse(
            'PD008',
            format('ticket %s is claimed by %s', v_ticket.reference, helpdesk.person_name(v_ticket.assignee_id))
        );
    END IF;
    UPDATE helpdesk.ticket AS t SET assignee_id = helpdesk.me()
    WHERE t.ticket_id = claim_ticket.ticket_id AND t.assignee_id IS NULL;
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = claim_ticket.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.claim_ticket IS
$$Take an unassigned ticket

The ticket's lock lets one of two callers win; the other is told who. Claiming the own ticket changes nothing.
version: what the caller saw; refused with PD005 if the ticket has changed since. Raises PD001, PD002, PD005, PD007,
PD008.$$;
GRANT EXECUTE ON FUNCTION api.claim_ticket TO agent, admin;
