CREATE FUNCTION api.revoke_guest_link(ticket_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_ticket helpdesk.ticket := helpdesk.lock_ticket(revoke_guest_link.ticket_id, 'tickets.guest_links');
BEGIN
    DELETE FROM helpdesk.guest_link AS l WHERE l.ticket_id = v_ticket.ticket_id;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('ticket %s has no link', v_ticket.reference), NULL, 'See /rest/guest_links.'
        );
    END IF;
END
$$;

COMMENT ON FUNCTION api.revoke_guest_link IS
$$End the link of a ticket

It opens nothing from now on, nor do the tokens that it was changed for, and what was not mailed yet is not. The
requester may ask for another. Raises PD001, PD002, PD015.$$;
GRANT EXECUTE ON FUNCTION api.revoke_guest_link TO agent, admin;
