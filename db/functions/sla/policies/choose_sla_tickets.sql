CREATE OR REPLACE FUNCTION helpdesk.choose_sla_tickets(p_ticket_ids bigint[], p_view_id bigint, p_slug text)
RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ids bigint[] := p_ticket_ids;
BEGIN
    PERFORM helpdesk.require('settings.edit');
    IF num_nonnulls(p_ticket_ids, p_view_id, p_slug) > 1 THEN
        PERFORM helpdesk.refuse('PD006', 'of ticket_ids, view_id and slug more than one is given');
    ELSIF num_nonnulls(p_view_id, p_slug) = 1 THEN
        v_ids := coalesce(helpdesk.find_view_tickets(helpdesk.get_saved_view(p_view_id, p_slug), 10001), '{}');
    END IF;
    IF cardinality(v_ids) > 10000 THEN
        PERFORM helpdesk.refuse(
            'PD006', format('%s tickets are more than 10000', cardinality(v_ids)), NULL, 'Name fewer, or none for all.'
        );
    END IF;
    RETURN v_ids;
END
$$;

COMMENT ON FUNCTION helpdesk.choose_sla_tickets IS
'The gate of verbs that match tickets to SLA policies: ids or a saved view, NULL for all open tickets. Raises PD001, '
'PD002, PD006.';
