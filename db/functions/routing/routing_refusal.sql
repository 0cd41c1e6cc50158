CREATE OR REPLACE FUNCTION helpdesk.routing_refusal(p_ticket_id bigint, p_reason text, p_detail text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN helpdesk.refusal(
        'PD701',
        format(
            'nobody can take ticket %s: %s',
            (SELECT t.reference FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id), p_reason
        ),
        p_detail
    );
END
$$;

COMMENT ON FUNCTION helpdesk.routing_refusal IS
'That routing found nobody for a ticket, and why, as route_tickets says.';
