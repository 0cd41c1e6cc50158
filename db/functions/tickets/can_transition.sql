CREATE OR REPLACE FUNCTION helpdesk.can_transition(p_ticket helpdesk.ticket, p_to text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_new helpdesk.ticket := p_ticket;
    v_is_end boolean := EXISTS (
        SELECT 1 FROM helpdesk.status AS s WHERE s.status = p_to AND s.category IN ('solved', 'closed')
    );
BEGIN
    v_new.status := p_to;
    IF (SELECT o.code IS NOT NULL FROM helpdesk.transition_obstacle(p_ticket, v_new, false) AS o) THEN
        RETURN false;
    END IF;
    RETURN NOT v_is_end
        OR p_ticket.status_category IN ('solved', 'closed')
        OR helpdesk.actor_role() = 'customer'
        OR NOT EXISTS (SELECT 1 FROM helpdesk.find_missing_fields(ARRAY[p_ticket.ticket_id], 'resolve'));
END
$$;

COMMENT ON FUNCTION helpdesk.can_transition IS
'Whether the caller may change the ticket''s status to p_to now; what acts by itself (replies, sweeps) asks first, so '
'that it is never refused.';
