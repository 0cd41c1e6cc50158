CREATE FUNCTION api.add_tags(ticket_id bigint, tags text[], version int DEFAULT NULL) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.lock_ticket(add_tags.ticket_id, 'tickets.tag', add_tags.version);
    PERFORM helpdesk.add_tags(add_tags.ticket_id, add_tags.tags);
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = add_tags.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.add_tags IS
$$Add tags by name

Tags that the ticket has already are left alone. version: what the caller saw; refused with PD005 if the ticket has
changed since. Raises PD001, PD002, PD005, PD006 (unknown tag).$$;
GRANT EXECUTE ON FUNCTION api.add_tags TO agent, admin;
