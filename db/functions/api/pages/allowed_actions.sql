CREATE FUNCTION api.allowed_actions(ticket_id bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket helpdesk.ticket := helpdesk.see_ticket(allowed_actions.ticket_id);
    v_statuses jsonb := helpdesk.list_next_statuses(v_ticket);
BEGIN
    RETURN jsonb_build_object(
        'access', helpdesk.ticket_access(v_ticket, helpdesk.me(), helpdesk.actor_role()),
        'statuses', v_statuses,
        'verbs', (
            SELECT coalesce(jsonb_agg(v.verb ORDER BY v.verb), '[]')
            FROM helpdesk.list_allowed_verbs(v_ticket, v_statuses) AS v(verb)
        )
    );
END
$$;

COMMENT ON FUNCTION api.allowed_actions IS
$$What the caller may do with a ticket now

{"access": work, or read (notes and following; to customers in copy, replying), "statuses": [{"status", "obstacle"}]
that the caller's role may set from the present one, in their order, obstacle null or {"code", "message", "details",
"hint"}, "verbs": names of verbs that would not be refused for want of a permission or by what the ticket is}. Raises
PD001.$$;
GRANT EXECUTE ON FUNCTION api.allowed_actions TO customer, agent, admin;
