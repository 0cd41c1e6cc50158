CREATE OR REPLACE FUNCTION helpdesk.explain_routing(p_ticket_id bigint) RETURNS TABLE (
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
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT
        c.person_id,
        p.name,
        CASE WHEN c.person_id = r.assignee_id THEN 'is_assignee' ELSE coalesce(helpdesk.routing_verdict(c), 'can_take_it') END,
        CASE
            WHEN helpdesk.routing_verdict(c) IS NULL AND c.person_id IS DISTINCT FROM r.assignee_id
            THEN row_number() OVER (
                PARTITION BY helpdesk.routing_verdict(c) IS NULL AND c.person_id IS DISTINCT FROM r.assignee_id
                ORDER BY helpdesk.routing_order(r.strategy, c.proficiency, c.open_tickets, c.weight, c.turn, c.person_id)
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
    FROM helpdesk.list_routing_requests(ARRAY[p_ticket_id]) AS r
    CROSS JOIN LATERAL helpdesk.list_routing_candidates(r.department_id, r.channel, r.skills) AS c
    JOIN helpdesk.person AS p ON p.person_id = c.person_id
    LEFT JOIN helpdesk.choose_agents(ARRAY[p_ticket_id]) AS chosen ON true
    ORDER BY rank NULLS LAST, p.name, c.person_id;
END;

COMMENT ON FUNCTION helpdesk.explain_routing(bigint) IS
'Each member of the ticket''s department with the verdict of each criterion, by the same functions that choose.';
