CREATE FUNCTION api.assign_ticket(
    ticket_id bigint,
    assignee_id bigint,
    version int DEFAULT NULL
) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.lock_ticket(assign_ticket.ticket_id, 'tickets.assign', assign_ticket.version);
    UPDATE helpdesk.ticket AS t SET assignee_id = assign_ticket.assignee_id WHERE t.ticket_id = assign_ticket.ticket_id;
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = assign_ticket.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.assign_ticket IS
$$Assign a ticket to an active agent

version: what the caller saw; refused with PD005 if the ticket has changed since. An assignment that setting
assign_above_capacity lets pass above the agent's capacity says so in header X-Pgdesk-Notice, and in the event's payload
as above_capacity. Raises PD001, PD002, PD005, PD007, PD702.$$;
GRANT EXECUTE ON FUNCTION api.assign_ticket TO agent, admin;
