CREATE FUNCTION api.change_tickets(
    actions jsonb,
    ticket_ids bigint[] DEFAULT NULL,
    view_id bigint DEFAULT NULL,
    slug text DEFAULT NULL,
    conditions jsonb DEFAULT NULL
) RETURNS TABLE (ticket_id bigint, outcome text, reason jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_actions jsonb := helpdesk.spell_actions(change_tickets.actions);
    v_ticket_ids bigint[] := change_tickets.ticket_ids;
BEGIN
    IF (v_ticket_ids IS NULL)
        = (num_nonnulls(change_tickets.view_id, change_tickets.slug, change_tickets.conditions) = 0) THEN
        PERFORM helpdesk.refuse('PD006', 'either ticket_ids or view_id, slug or conditions must be given');
    END IF;
    IF v_ticket_ids IS NULL THEN
        v_ticket_ids := helpdesk.find_view_tickets(
            helpdesk.narrow_saved_view(change_tickets.view_id, change_tickets.slug, change_tickets.conditions), 10001
        );
    END IF;
    PERFORM helpdesk.require('tickets.bulk');
    IF cardinality(v_ticket_ids) > 10000 THEN
        PERFORM helpdesk.refuse(
            'PD006', format('%s tickets are more than 10000', cardinality(v_ticket_ids)), NULL, 'Change them in parts.'
        );
    ELSIF array_position(v_ticket_ids, NULL) IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD006', 'one of the ticket_ids is null');
    END IF;
    PERFORM helpdesk.check_actions(v_actions, 'bulk');
    RETURN QUERY
    SELECT
        a.ticket_id,
        CASE a.outcome WHEN 'applied' THEN 'changed' ELSE a.outcome END,
        CASE a.outcome WHEN 'refused' THEN a.detail -> 0 END
    FROM helpdesk.apply_actions(v_ticket_ids, v_actions) AS a;
END
$$;

COMMENT ON FUNCTION api.change_tickets IS
$$Change many tickets at once

A list of ids, or a saved view by view_id or slug, or those of which conditions hold, of the view or of all tickets; at
most 10,000. actions as in rule_actions where rule_kinds has bulk, e.g. [{"action": "set_priority", "value": "high"},
{"action": "close"}]; they are called as the verbs. One transaction; a row per ticket: outcome changed, unchanged, or
refused with the reason, {"code", "message", "details", "hint"} as the verb for that ticket alone would be refused.
Raises PD001, PD002, PD006, PD007, PD402, PD405.$$;
GRANT EXECUTE ON FUNCTION api.change_tickets TO agent, admin;
