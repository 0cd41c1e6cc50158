CREATE OR REPLACE FUNCTION helpdesk.list_next_statuses(p_ticket helpdesk.ticket) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_role text := helpdesk.actor_role();
    v_next record;
    v_after helpdesk.ticket := p_ticket;
    v_obstacle record;
    v_missing text;
    v_found jsonb := '[]';
BEGIN
    IF p_ticket.merged_into_id IS NOT NULL
        OR helpdesk.ticket_access(p_ticket, helpdesk.me(), v_role) IS DISTINCT FROM 'work' THEN
        RETURN v_found;
    END IF;
    -- Once, and not for each of the statuses that end a ticket.
    IF v_role <> 'customer' AND p_ticket.status_category NOT IN ('solved', 'closed') THEN
        SELECT m.fields INTO v_missing FROM helpdesk.find_missing_fields(ARRAY[p_ticket.ticket_id], 'resolve') AS m;
    END IF;
    FOR v_next IN
        SELECT s.status, s.category
        FROM helpdesk.status_transition AS t
        JOIN helpdesk.status AS s ON s.status = t.to_status
        WHERE t.from_status = p_ticket.status AND v_role = ANY (t.roles) AND s.is_active
        ORDER BY s.position, s.status
    LOOP
        v_after.status := v_next.status;
        SELECT o.* INTO v_obstacle FROM helpdesk.transition_obstacle(p_ticket, v_after, false) AS o;
        IF v_obstacle.code IS NULL AND v_missing IS NOT NULL AND v_next.category IN ('solved', 'closed') THEN
            v_obstacle.code := 'PD802';
            v_obstacle.message := format(
                'ticket %s needs custom fields to become %s: %s', p_ticket.reference, v_next.status, v_missing
            );
        END IF;
        v_found := v_found || jsonb_build_object(
            'status', v_next.status,
            'obstacle', CASE WHEN v_obstacle.code IS NOT NULL THEN
                helpdesk.refusal(v_obstacle.code, v_obstacle.message, v_obstacle.detail, v_obstacle.hint)
            END
        );
    END LOOP;
    RETURN v_found;
END
$$;

COMMENT ON FUNCTION helpdesk.list_next_statuses IS
'[{"status", "obstacle"}]: where the caller''s role may take the ticket from here, and what is in the way.';
