CREATE FUNCTION api.reassign_open_tickets(
    agent_id bigint,
    to_agent_id bigint DEFAULT NULL,
    to_department_id bigint DEFAULT NULL,
    to_nobody boolean DEFAULT false
) RETURNS TABLE (ticket_id bigint, assignee_id bigint, reason text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT r.*
    FROM helpdesk.reassign_open_tickets(
        reassign_open_tickets.agent_id, reassign_open_tickets.to_agent_id, reassign_open_tickets.to_department_id,
        reassign_open_tickets.to_nobody
    ) AS r;
END
$$;

COMMENT ON FUNCTION api.reassign_open_tickets IS
$$Move all open tickets of an agent

By routing, each in its department, or to one of: to_agent_id; to_department_id, which then routes or lists them as
unassigned; to_nobody. A row per ticket with who has it now; reason: why routing found nobody (see unroutable_tickets),
no_department where a ticket has none. One's own, or with permission people.edit. Whoever is deactivated gives open
tickets back by itself. Raises PD001, PD002, PD006, PD007, PD702.$$;
GRANT EXECUTE ON FUNCTION api.reassign_open_tickets TO agent, admin;
