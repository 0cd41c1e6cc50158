CREATE FUNCTION api.add_checklists(ticket_id bigint, checklists text[]) RETURNS SETOF api.checklist_items
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_unknown text;
BEGIN
    PERFORM helpdesk.lock_ticket(add_checklists.ticket_id, 'tickets.checklist');
    SELECT string_agg(coalesce(n.name, 'null'), ', ') INTO v_unknown
    FROM unnest(add_checklists.checklists) AS n(name)
    WHERE NOT EXISTS (SELECT FROM helpdesk.checklist AS c WHERE c.name = n.name AND c.is_active);
    IF v_unknown IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD006', format('unknown checklists: %s', v_unknown), NULL, 'See /rest/checklists.');
    END IF;
    PERFORM helpdesk.add_checklist_items(ARRAY[add_checklists.ticket_id], to_jsonb(add_checklists.checklists));
    RETURN QUERY
    SELECT *
    FROM api.checklist_items AS i
    WHERE i.ticket_id = add_checklists.ticket_id
    ORDER BY i.position, i.checklist_item_id;
END
$$;

COMMENT ON FUNCTION api.add_checklists IS
$$Put checklists on a ticket

By name; steps that the ticket has by the same label are left out, so that calling it twice changes nothing. Returns
all items of the ticket in order. Raises PD001, PD002, PD006, PD015.$$;
GRANT EXECUTE ON FUNCTION api.add_checklists TO agent, admin;
