CREATE OR REPLACE FUNCTION helpdesk.choose_agents(p_ticket_ids bigint[]) RETURNS SETOF helpdesk.routing_choice
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' ROWS 10
AS $$
DECLARE
    v_request record;
    v_person_id bigint;
    v_turn bigint := coalesce((SELECT max(t.turn) FROM helpdesk.routing_turn AS t), 0);
    -- What this call has given so far: tickets by person, by person and channel, and the last turn by department and
    -- person.
    v_given jsonb := '{}';
BEGIN
    FOR v_request IN
        WITH asked AS MATERIALIZED (
            SELECT * FROM helpdesk.list_routing_requests(p_ticket_ids)
        ),
        fit AS (
            SELECT
                k.department_id, k.channel, k.skills,
                array_agg(c) FILTER (WHERE helpdesk.routing_verdict(c) IS NULL) AS candidates
            FROM (SELECT DISTINCT a.department_id, a.channel, a.skills FROM asked AS a) AS k
            CROSS JOIN LATERAL helpdesk.list_routing_candidates(k.department_id, k.channel, k.skills) AS c
            GROUP BY k.department_id, k.channel, k.skills
        )
        SELECT a.*, f.candidates
        FROM asked AS a
        LEFT JOIN fit AS f USING (department_id, channel, skills)
        ORDER BY a.urgency DESC, a.created_at, a.ticket_id
    LOOP
        SELECT c.person_id INTO v_person_id
        FROM unnest(v_request.candidates) AS c
        CROSS JOIN LATERAL (
            SELECT
                c.open_tickets + coalesce((v_given ->> c.person_id::text)::int, 0) AS load,
                c.channel_open + coalesce(
                    (v_given ->> format('%s %s', c.person_id, v_request.channel))::int, 0
                ) AS channel_load,
                coalesce((v_given ->> format('%s/%s', v_request.department_id, c.person_id))::bigint, c.turn) AS turn
            OFFSET 0
        ) AS n
        WHERE c.person_id IS DISTINCT FROM v_request.assignee_id
            AND coalesce(n.load < c.max_open, true)
            AND coalesce(n.channel_load < c.channel_max, true)
        ORDER BY helpdesk.routing_order(v_request.strategy, c.proficiency, n.load, c.weight, n.turn, c.person_id)
        LIMIT 1;
        IF v_person_id IS NOT NULL THEN
            v_turn := v_turn + 1;
            v_given := v_given || jsonb_build_object(
                v_person_id::text, coalesce((v_given ->> v_person_id::text)::int, 0) + 1,
                format('%s %s', v_person_id, v_request.channel),
                coalesce((v_given ->> format('%s %s', v_person_id, v_request.channel))::int, 0) + 1,
                format('%s/%s', v_request.department_id, v_person_id), v_turn
            );
        END IF;
        RETURN NEXT (
            v_request.ticket_id, v_request.department_id, v_request.channel, v_request.skills, v_request.assignee_id,
            v_person_id, v_turn
        )::helpdesk.routing_choice;
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.choose_agents IS
'Who gets which of the tickets, most urgent and oldest first, as though they came one after the other: tables are read '
'once, by department, channel and skills, and loads are counted on in memory. Changes nothing; route_tickets holds the '
'locks.';
