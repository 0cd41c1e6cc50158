CREATE OR REPLACE FUNCTION helpdesk.change_tickets(p_ticket_ids bigint[], p_actions jsonb)
RETURNS TABLE (ticket_id bigint, outcome text, reason text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.require('tickets.bulk');
    IF cardinality(p_ticket_ids) > 10000 THEN
        PERFORM helpdesk.refuse(
            'PD006', format('%s tickets are more than 10000', cardinality(p_ticket_ids)), NULL, 'Change them in parts.'
        );
    ELSIF array_position(p_ticket_ids, NULL) IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD006', 'one of the ticket_ids is null');
    END IF;
    PERFORM helpdesk.check_actions(p_actions, 'bulk');
    RETURN QUERY
    SELECT a.ticket_id, CASE WHEN a.refusal IS NULL THEN 'changed' ELSE 'refused' END, a.refusal
    FROM helpdesk.apply_actions(p_ticket_ids, p_actions) AS a;
END
$$;

COMMENT ON FUNCTION helpdesk.change_tickets IS
'Bulk: one transaction, a row per ticket with outcome changed or refused and the reason. Raises PD002, PD006, PD402.';
