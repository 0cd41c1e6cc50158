CREATE FUNCTION api.set_priority(
    ticket_id bigint,
    priority text,
    version int DEFAULT NULL
) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.lock_ticket(set_priority.ticket_id, 'tickets.priority', set_priority.version);
    UPDATE helpdesk.ticket AS t SET priority = set_priority.priority WHERE t.ticket_id = set_priority.ticket_id;
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = set_priority.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.set_priority IS
$$Change the priority

version: what the caller saw; refused with PD005 if the ticket has changed since. Raises PD001, PD002, PD005.$$;
GRANT EXECUTE ON FUNCTION api.set_priority TO agent, admin;
