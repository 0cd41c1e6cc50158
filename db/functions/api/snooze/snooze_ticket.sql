CREATE FUNCTION api.snooze_ticket(
    ticket_id bigint,
    until timestamptz DEFAULT NULL,
    preset text DEFAULT NULL,
    version int DEFAULT NULL
) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.snooze_ticket(
        snooze_ticket.ticket_id, snooze_ticket.until, snooze_ticket.preset, snooze_ticket.version
    );
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = snooze_ticket.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.snooze_ticket IS
$$Put a ticket aside

until an instant, or a preset: 1h, 4h, tomorrow, next_monday (the latter two at setting snooze_hour in the caller's time
zone). The ticket stays open; it wakes by itself, on a customer's reply, or with rpc/wake_ticket; resolving or closing
it ends the snooze. version: what the caller saw. Returns the ticket. Raises PD001, PD002, PD005, PD006, PD506.$$;
GRANT EXECUTE ON FUNCTION api.snooze_ticket TO agent, admin;
