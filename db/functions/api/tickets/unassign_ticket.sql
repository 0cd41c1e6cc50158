CREATE FUNCTION api.unassign_ticket(ticket_id bigint, version int DEFAULT NULL) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.lock_ticket(unassign_ticket.ticket_id, 'tickets.assign', unassign_ticket.version);
    UPDATE helpdesk.ticket AS t SET assignee_id = NULL WHERE t.ticket_id = unassign_ticket.ticket_id;
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = unassign_ticket.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.unassign_ticket IS
$$Take a ticket from its assignee

version: what the caller saw; refused with PD005 if the ticket has changed since. Raises PD001, PD002, PD005.$$;
GRANT EXECUTE ON FUNCTION api.unassign_ticket TO agent, admin;
