CREATE FUNCTION api.send_guest_link(ticket_id bigint) RETURNS api.guest_links
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_ticket helpdesk.ticket := helpdesk.lock_ticket(send_guest_link.ticket_id, 'tickets.guest_links');
    v_result api.guest_links;
BEGIN
    IF NOT helpdesk.add_guest_mail('link_requested', v_ticket.ticket_id) THEN
        PERFORM helpdesk.refuse(
            'PD006', format('the requester of ticket %s gets no link', v_ticket.reference), NULL,
            'It goes to active customers with an address, of a ticket that is no spam.'
        );
    END IF;
    SELECT * INTO v_result FROM api.guest_links AS l WHERE l.ticket_id = v_ticket.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.send_guest_link IS
$$Mail the requester a link to the ticket

With it, or the code beside it, the requester reads, answers, closes and rates this ticket without an account. A link
that is good stays the same. Raises PD001, PD002, PD006, PD015.$$;
GRANT EXECUTE ON FUNCTION api.send_guest_link TO agent, admin;
