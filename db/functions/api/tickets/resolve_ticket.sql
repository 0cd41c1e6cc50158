CREATE FUNCTION api.resolve_ticket(ticket_id bigint, version int DEFAULT NULL) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.lock_ticket(resolve_ticket.ticket_id, 'tickets.status', resolve_ticket.version);
    UPDATE helpdesk.ticket AS t SET status = 'resolved' WHERE t.ticket_id = resolve_ticket.ticket_id;
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = resolve_ticket.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.resolve_ticket IS
$$Resolve a ticket

version: what the caller saw; refused with PD005 if the ticket has changed since. Raises PD001, PD002, PD003, PD004
(needs an assignee), PD005.$$;
GRANT EXECUTE ON FUNCTION api.resolve_ticket TO agent, admin;
