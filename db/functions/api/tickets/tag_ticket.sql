CREATE FUNCTION api.tag_ticket(ticket_id bigint, tags text[]) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.lock_ticket(tag_ticket.ticket_id, 'tickets.tag');
    PERFORM helpdesk.tag_ticket(tag_ticket.ticket_id, tag_ticket.tags);
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = tag_ticket.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.tag_ticket IS
$$Add tags by name

Tags that the ticket has already are left alone. Raises PD001, PD002, PD006 (unknown tag).$$;
GRANT EXECUTE ON FUNCTION api.tag_ticket TO agent, admin;
