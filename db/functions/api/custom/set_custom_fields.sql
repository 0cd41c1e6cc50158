CREATE FUNCTION api.set_custom_fields(ticket_id bigint, custom_fields jsonb, version int DEFAULT NULL)
RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.lock_ticket(set_custom_fields.ticket_id, 'tickets.custom_fields', set_custom_fields.version);
    PERFORM helpdesk.write_custom_values('ticket', ARRAY[set_custom_fields.ticket_id], set_custom_fields.custom_fields);
    PERFORM helpdesk.refuse_hidden_fields(set_custom_fields.ticket_id, set_custom_fields.custom_fields);
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = set_custom_fields.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.set_custom_fields IS
$$Fill in custom fields of a ticket

custom_fields: {"key": value}: texts, numbers, "2026-12-31", true, an option's value or a list of them; null or ""
empties a field; fields that are not named stay. Customers fill in what customer_access lets them edit, on their own
tickets. Recorded as ticket_updated. version: what the caller saw. Read ticket_custom_fields afterwards: an embed in
the same request still shows the old values. Raises PD001, PD002, PD005, PD801 (names the field).$$;
GRANT EXECUTE ON FUNCTION api.set_custom_fields TO customer, agent, admin;
