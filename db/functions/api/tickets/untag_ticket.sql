CREATE FUNCTION api.untag_ticket(ticket_id bigint, tags text[]) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.lock_ticket(untag_ticket.ticket_id, 'tickets.tag');
    DELETE FROM helpdesk.ticket_tag AS tt USING helpdesk.tag AS g
    WHERE tt.ticket_id = untag_ticket.ticket_id
        AND g.tag_id = tt.tag_id
        AND g.name = ANY (helpdesk.tag_names(untag_ticket.tags));
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = untag_ticket.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.untag_ticket IS
$$Remove tags by name

Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.untag_ticket TO agent, admin;
