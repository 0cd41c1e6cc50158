CREATE FUNCTION api.add_checklist(ticket_id bigint, checklist text) RETURNS SETOF api.checklist_items
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.lock_ticket(add_checklist.ticket_id, 'tickets.checklist');
    IF NOT EXISTS (SELECT FROM helpdesk.checklist AS c WHERE c.name = add_checklist.checklist AND c.is_active) THEN
        PERFORM helpdesk.refuse(
            'PD001', format('checklist %s not found', coalesce(add_checklist.checklist, 'null')), NULL,
            'See /rest/checklists.'
        );
    END IF;
    PERFORM helpdesk.add_checklist_items(ARRAY[add_checklist.ticket_id], jsonb_build_array(add_checklist.checklist));
    RETURN QUERY
    SELECT * FROM api.checklist_items AS i
    WHERE i.ticket_id = add_checklist.ticket_id
    ORDER BY i.position, i.checklist_item_id;
END
$$;

COMMENT ON FUNCTION api.add_checklist IS
$$Put a checklist on a ticket

By its name; steps that the ticket has by the same label are left out, so that calling it twice changes nothing. Returns
all items of the ticket in order. Raises PD001, PD002, PD015.$$;
GRANT EXECUTE ON FUNCTION api.add_checklist TO agent, admin;
