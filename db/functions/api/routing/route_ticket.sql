CREATE FUNCTION api.route_ticket(ticket_id bigint, version int DEFAULT NULL) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_ticket helpdesk.ticket;
    v_routed record;
    v_result api.tickets;
BEGIN
    v_ticket := helpdesk.lock_ticket(route_ticket.ticket_id, 'tickets.assign', route_ticket.version);
    IF v_ticket.department_id IS NULL OR v_ticket.status_category IN ('solved', 'closed') THEN
        PERFORM helpdesk.refuse('PD701', format(
            'ticket %s %s', v_ticket.reference,
            CASE WHEN v_ticket.department_id IS NULL THEN 'has no department' ELSE 'is solved' END
        ));
    END IF;
    SELECT * INTO v_routed FROM helpdesk.route_tickets(ARRAY[route_ticket.ticket_id]);
    IF v_routed.person_id IS NULL THEN
        PERFORM helpdesk.raise_refusal(
            helpdesk.routing_refusal(v_ticket.ticket_id, v_routed.reason, v_routed.detail)
        );
    END IF;
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = route_ticket.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.route_ticket IS
$$Assign a ticket by routing

By the strategy of its department, where that is manual to the least busy member. Its present assignee is passed over.
version: what the caller saw; refused with PD005 if the ticket has changed since. Returns the ticket. Raises PD001,
PD002, PD005, PD701 (nobody can take it, with the reason).$$;
GRANT EXECUTE ON FUNCTION api.route_ticket TO agent, admin;
