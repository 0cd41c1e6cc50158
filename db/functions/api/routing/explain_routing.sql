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
    PERFORM helpdesk.see_ticket(explain_routing.ticket_id);
    RETURN QUERY
    SELECT
        c.person_id,
        p.name,
        CASE
            WHEN c.person_id = r.assignee_id THEN 'is_assignee'
            ELSE coalesce(helpdesk.routing_verdict(c), 'can_take_it')
        END,
        CASE
            WHEN helpdesk.routing_verdict(c) IS NULL AND c.person_id IS DISTINCT FROM r.assignee_id
            THEN row_number() OVER (
                PARTITION BY helpdesk.routing_verdict(c) IS NULL AND c.person_id IS DISTINCT FROM r.assignee_id
                ORDER BY helpdesk.routing_order(
                    r.strategy, c.proficiency, c.open_tickets, c.weight, c.turn, c.person_id
                )
            )
        END AS rank,
        c.person_id IS NOT DISTINCT FROM chosen.person_id,
        c.person_id IS NOT DISTINCT FROM r.assignee_id,
        r.strategy,
        c.is_able,
        c.is_absent,
        c.availability,
        c.is_in_hours,
        (
            SELECT coalesce(jsonb_object_agg(k.name, r.skills -> k.skill_id::text), '{}')
            FROM helpdesk.skill AS k
            WHERE r.skills ? k.skill_id::text
        ),
        (
            SELECT coalesce(jsonb_object_agg(k.name, s.proficiency), '{}')
            FROM helpdesk.agent_skill AS s
            JOIN helpdesk.skill AS k USING (skill_id)
            WHERE s.person_id = c.person_id
        ),
        c.missing_skills,
        c.proficiency,
        c.open_tickets,
        c.max_open,
        r.channel,
        c.channel_open,
        c.channel_max,
        c.turn
    FROM helpdesk.list_routing_requests(ARRAY[explain_routing.ticket_id]) AS r
    CROSS JOIN LATERAL helpdesk.list_routing_candidates(r.department_id, r.channel, r.skills) AS c
    JOIN helpdesk.person AS p ON p.person_id = c.person_id
    LEFT JOIN helpdesk.choose_agents(ARRAY[explain_routing.ticket_id]) AS chosen ON true
    ORDER BY rank NULLS LAST, p.name, c.person_id;
END
$$;

COMMENT ON FUNCTION api.explain_routing IS
$$Who would get a ticket by routing, and why

A row for each member of the ticket's department. verdict: can_take_it, is_assignee (passed over), or the first
criterion that fails: no_agent (inactive, light or no staff), all_absent, no_agent_online (away or offline),
outside_working_hours, missing_skill, all_at_capacity; all of them stand in the other columns. rank: the order of those
who can take it, by the department's strategy: round_robin: the lowest turn; least_busy: open_tickets as a share of
max_open; skills: proficiency, the sum over needed_skills, then as least_busy; ties: the lowest turn, then the lowest
id. is_chosen: who would get it now. Changes nothing. No row: the ticket is solved, or its department has no members or
is none. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.explain_routing TO agent, admin;
