CREATE FUNCTION api.set_tags(ticket_id bigint, tags text[], version int DEFAULT NULL) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.lock_ticket(set_tags.ticket_id, 'tickets.tag', set_tags.version);
    IF set_tags.tags IS NULL THEN
        PERFORM helpdesk.refuse('PD006', 'tags is missing', NULL, 'Give a list; [] takes all tags away.');
    END IF;
    PERFORM helpdesk.add_tags(set_tags.ticket_id, set_tags.tags);
    DELETE FROM helpdesk.ticket_tag AS tt USING helpdesk.tag AS g
    WHERE tt.ticket_id = set_tags.ticket_id
        AND g.tag_id = tt.tag_id
        AND g.name <> ALL (coalesce(helpdesk.tag_names(set_tags.tags), '{}'));
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = set_tags.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.set_tags IS
$$Give a ticket just these tags, by name

The others go; [] takes all away. version: what the caller saw; refused with PD005 if the ticket has changed since.
Raises PD001, PD002, PD005, PD006 (unknown tag, or none given).$$;
GRANT EXECUTE ON FUNCTION api.set_tags TO agent, admin;
