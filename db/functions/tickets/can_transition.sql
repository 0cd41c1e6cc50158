CREATE OR REPLACE FUNCTION helpdesk.can_transition(p_ticket helpdesk.ticket, p_to text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT EXISTS (
            SELECT 1
            FROM helpdesk.status_transition AS t
            JOIN helpdesk.status AS s ON s.status = t.to_status
            WHERE t.from_status = p_ticket.status
                AND t.to_status = p_to
                AND s.is_active
                AND helpdesk.actor_role() = ANY (t.roles)
                AND (helpdesk.actor_role() = 'customer' OR helpdesk.can('tickets.status'))
                AND NOT EXISTS (
                    SELECT 1 FROM unnest(t.required_fields) AS f(name) WHERE to_jsonb(p_ticket) ->> f.name IS NULL
                )
                AND NOT CASE
                    WHEN s.category IN ('solved', 'closed') AND p_ticket.status_category NOT IN ('solved', 'closed')
                        AND helpdesk.actor_role() <> 'customer'
                    THEN EXISTS (SELECT 1 FROM helpdesk.find_missing_fields(ARRAY[p_ticket.ticket_id], 'resolve'))
                    ELSE false
                END
        )
    );
END
$$;

COMMENT ON FUNCTION helpdesk.can_transition IS
'Whether the caller may change the ticket''s status to p_to now; what acts by itself (replies, sweeps) asks first, so '
'that it is never refused.';
