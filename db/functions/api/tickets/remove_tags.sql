CREATE FUNCTION api.remove_tags(ticket_id bigint, tags text[], version int DEFAULT NULL) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.lock_ticket(remove_tags.ticket_id, 'tickets.tag', remove_tags.version);
    DELETE FROM helpdesk.ticket_tag AS tt USING helpdesk.tag AS g
    WHERE tt.ticket_id = remove_tags.ticket_id
        AND g.tag_id = tt.tag_id
        AND g.name = ANY (helpdesk.tag_names(remove_tags.tags));
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = remove_tags.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.remove_tags IS
$$Remove tags by name

version: what the caller saw; refused with PD005 if the ticket has changed since. Raises PD001, PD002, PD005.$$;
GRANT EXECUTE ON FUNCTION api.remove_tags TO agent, admin;
