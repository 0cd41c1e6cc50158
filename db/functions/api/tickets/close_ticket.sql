CREATE FUNCTION api.close_ticket(ticket_id bigint, version int DEFAULT NULL) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.lock_ticket(
        close_ticket.ticket_id,
        CASE helpdesk.actor_role() WHEN 'customer' THEN 'tickets.close' ELSE 'tickets.status' END,
        close_ticket.version
    );
    UPDATE helpdesk.ticket AS t SET status = 'closed' WHERE t.ticket_id = close_ticket.ticket_id;
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = close_ticket.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.close_ticket IS
$$Close a ticket

Customers their own, if setting allow_customer_close is on. version: what the caller saw; refused with PD005 if the
ticket has changed since. Raises PD001, PD002, PD003, PD005, PD012.$$;
GRANT EXECUTE ON FUNCTION api.close_ticket TO customer, agent, admin;
