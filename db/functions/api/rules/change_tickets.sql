CREATE FUNCTION api.change_tickets(
    actions jsonb,
    ticket_ids bigint[] DEFAULT NULL,
    view_id bigint DEFAULT NULL,
    slug text DEFAULT NULL
) RETURNS TABLE (ticket_id bigint, outcome text, reason text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    IF num_nonnulls(change_tickets.ticket_ids, change_tickets.view_id, change_tickets.slug) <> 1 THEN
        PERFORM helpdesk.refuse('PD006', 'one of ticket_ids, view_id and slug must be given');
    END IF;
    RETURN QUERY
    SELECT c.*
    FROM helpdesk.change_tickets(
        coalesce(
            change_tickets.ticket_ids,
            helpdesk.find_view_tickets(helpdesk.get_saved_view(change_tickets.view_id, change_tickets.slug), 10001)
        ),
        change_tickets.actions
    ) AS c;
END
$$;

COMMENT ON FUNCTION api.change_tickets IS
$$Change many tickets at once

A list of ids, or a saved view by view_id or slug; at most 10,000. actions as in rule_actions where rule_kinds has bulk,
e.g. [{"action": "set_status", "value": "closed"}]. One transaction; a row per ticket: outcome changed, or refused with
the reason. Raises PD001, PD002, PD006, PD007, PD402, PD405.$$;
GRANT EXECUTE ON FUNCTION api.change_tickets TO agent, admin;
