CREATE FUNCTION api.reassign_open_tickets(
    agent_id bigint,
    to_agent_id bigint DEFAULT NULL,
    to_department_id bigint DEFAULT NULL,
    to_nobody boolean DEFAULT false
) RETURNS TABLE (ticket_id bigint, assignee_id bigint, reason jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_ticket_ids bigint[];
    v_failed_ids bigint[];
    v_reasons text[];
    v_details text[];
    v_given int := num_nonnulls(
        reassign_open_tickets.to_agent_id, reassign_open_tickets.to_department_id,
        nullif(reassign_open_tickets.to_nobody, false)
    );
BEGIN
    PERFORM helpdesk.require('tickets.assign');
    IF reassign_open_tickets.agent_id IS DISTINCT FROM helpdesk.me() THEN
        PERFORM helpdesk.require('people.edit');
    END IF;
    IF v_given > 1 THEN
        PERFORM helpdesk.refuse('PD006', 'more than one of to_agent_id, to_department_id and to_nobody is given');
    ELSIF NOT EXISTS (SELECT 1 FROM helpdesk.agent AS a WHERE a.person_id = reassign_open_tickets.agent_id) THEN
        PERFORM helpdesk.refuse(
            'PD001', format('agent %s not found', coalesce(reassign_open_tickets.agent_id::text, 'null'))
        );
    ELSIF reassign_open_tickets.to_department_id IS NOT NULL THEN
        PERFORM helpdesk.require('tickets.transfer');
    END IF;

    v_ticket_ids := ARRAY(
        SELECT t.ticket_id
        FROM helpdesk.ticket AS t
        WHERE t.assignee_id = reassign_open_tickets.agent_id
            AND t.status_category NOT IN ('solved', 'closed')
            AND t.deleted_at IS NULL
        ORDER BY t.ticket_id
        FOR NO KEY UPDATE
    );
    IF v_given = 0 THEN
        SELECT array_agg(r.ticket_id), array_agg(r.reason), array_agg(r.detail) INTO v_failed_ids, v_reasons, v_details
        FROM helpdesk.route_tickets(v_ticket_ids) AS r
        WHERE r.person_id IS NULL;
    END IF;
    UPDATE helpdesk.ticket AS t
    SET assignee_id = reassign_open_tickets.to_agent_id,
        department_id = coalesce(reassign_open_tickets.to_department_id, t.department_id)
    WHERE t.ticket_id = ANY (v_ticket_ids) AND t.assignee_id = reassign_open_tickets.agent_id;
    -- Tickets that nobody else could take wait, whatever their department does with tickets that are unassigned by
    -- hand.
    INSERT INTO helpdesk.routing_wait AS w (ticket_id, department_id, reason, detail, tried_at)
    SELECT t.ticket_id, t.department_id, f.reason, f.detail, helpdesk.clock()
    FROM unnest(v_failed_ids, v_reasons, v_details) AS f(ticket_id, reason, detail)
    JOIN helpdesk.ticket AS t USING (ticket_id)
    ON CONFLICT (ticket_id) DO UPDATE
    SET reason = excluded.reason, detail = excluded.detail, tried_at = excluded.tried_at;
    RETURN QUERY
    SELECT t.ticket_id, t.assignee_id, CASE
        WHEN v_given = 0 AND t.assignee_id IS NULL
            THEN helpdesk.routing_refusal(t.ticket_id, coalesce(w.reason, 'no_department'), w.detail)
    END
    FROM helpdesk.ticket AS t
    LEFT JOIN helpdesk.routing_wait AS w USING (ticket_id)
    WHERE t.ticket_id = ANY (v_ticket_ids)
    ORDER BY t.ticket_id;
END
$$;

COMMENT ON FUNCTION api.reassign_open_tickets IS
$$Move all open tickets of an agent

By routing, each in its department, or to one of: to_agent_id; to_department_id, which then routes or lists them as
unassigned; to_nobody. A row per ticket with who has it now; reason where routing found nobody: {"code", "message",
"details", "hint"}, as rpc/route_ticket refuses. One's own, or with permission people.edit. Whoever is deactivated gives
open tickets back by itself. Raises PD001, PD002, PD006, PD007, PD702.$$;
GRANT EXECUTE ON FUNCTION api.reassign_open_tickets TO agent, admin;
