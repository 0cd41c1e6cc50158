CREATE FUNCTION api.set_type(
    ticket_id bigint,
    ticket_type text,
    version int DEFAULT NULL
) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.lock_ticket(set_type.ticket_id, 'tickets.edit', set_type.version);
    UPDATE helpdesk.ticket AS t SET ticket_type = set_type.ticket_type WHERE t.ticket_id = set_type.ticket_id;
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = set_type.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.set_type IS
$$Change the type

version: what the caller saw; refused with PD005 if the ticket has changed since. Raises PD001, PD002, PD005.$$;
GRANT EXECUTE ON FUNCTION api.set_type TO agent, admin;
