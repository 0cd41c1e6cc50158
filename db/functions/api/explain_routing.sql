CREATE FUNCTION api.explain_routing(ticket_id bigint) RETURNS TABLE (
    person_id bigint,
    name text,
    verdict text,
    rank bigint,
    is_chosen boolean,
    is_assignee boolean,
    strategy text,
    is_active boolean,
    is_absent boolean,
    availability text,
    is_in_hours boolean,
    needed_skills jsonb,
    held_skills jsonb,
    missing_skills text,
    proficiency int,
    open_tickets int,
    max_open int,
    channel text,
    channel_open int,
    channel_max_open int,
    turn bigint
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.require('tickets.note');
    PERFORM helpdesk.require_visible_ticket(explain_routing.ticket_id);
    RETURN QUERY SELECT * FROM helpdesk.explain_routing(explain_routing.ticket_id);
END
$$;

COMMENT ON FUNCTION api.explain_routing(bigint) IS
$$Who would get a ticket by routing, and why

A row for each member of the ticket's department. verdict: can_take_it, is_assignee (passed over), or the first criterion that
fails: no_agent (inactive, light or no staff), all_absent, no_agent_online (away or offline), outside_working_hours,
missing_skill, all_at_capacity; all of them stand in the other columns. rank: the order of those who can take it, by the department's strategy:
round_robin: the lowest turn; least_busy: open_tickets as a share of max_open; skills: proficiency, the sum over needed_skills, then as least_busy;
ties: the lowest turn, then the lowest id. is_chosen: who would get it now. Changes nothing.
No row: the ticket is solved, or its department has no members or is none. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.explain_routing(bigint) TO agent, admin;
