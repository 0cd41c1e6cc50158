CREATE FUNCTION api.wake_ticket(ticket_id bigint, version int DEFAULT NULL) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.lock_ticket(wake_ticket.ticket_id, 'tickets.snooze', wake_ticket.version);
    PERFORM helpdesk.wake_tickets(ARRAY[wake_ticket.ticket_id]);
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = wake_ticket.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.wake_ticket IS
$$Wake a snoozed ticket

One that is awake stays as it is. version: what the caller saw. Returns the ticket. Raises PD001, PD002, PD005.$$;
GRANT EXECUTE ON FUNCTION api.wake_ticket TO agent, admin;
