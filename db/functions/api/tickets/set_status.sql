CREATE FUNCTION api.set_status(
    ticket_id bigint,
    status text,
    version int DEFAULT NULL
) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.lock_ticket(set_status.ticket_id, 'tickets.status', set_status.version);
    UPDATE helpdesk.ticket AS t SET status = set_status.status WHERE t.ticket_id = set_status.ticket_id;
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = set_status.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.set_status IS
$$Change the status

The same status is no change. version: what the caller saw; refused with PD005 if the ticket has changed since.
Raises PD001, PD002, PD003 (transition), PD004 (required field), PD005.$$;
GRANT EXECUTE ON FUNCTION api.set_status TO agent, admin;
