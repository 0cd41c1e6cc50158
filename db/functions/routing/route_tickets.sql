CREATE OR REPLACE FUNCTION helpdesk.route_tickets(p_ticket_ids bigint[])
RETURNS TABLE (ticket_id bigint, person_id bigint, reason text, detail text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_choices helpdesk.routing_choice[];
BEGIN
    PERFORM 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = ANY (p_ticket_ids) ORDER BY t.ticket_id FOR NO KEY UPDATE;
    PERFORM 1
    FROM helpdesk.agent AS a
    WHERE a.person_id IN (
        SELECT m.person_id
        FROM helpdesk.department_member AS m
        WHERE m.department_id IN (
            SELECT t.department_id FROM helpdesk.ticket AS t WHERE t.ticket_id = ANY (p_ticket_ids)
        )
    )
    ORDER BY a.person_id
    FOR NO KEY UPDATE;

    v_choices := ARRAY(SELECT c FROM helpdesk.choose_agents(p_ticket_ids) AS c);
    UPDATE helpdesk.ticket AS t
    SET assignee_id = c.person_id
    FROM unnest(v_choices) AS c
    WHERE t.ticket_id = c.ticket_id AND c.person_id IS NOT NULL;
    INSERT INTO helpdesk.routing_turn AS o (department_id, person_id, turn)
    SELECT c.department_id, c.person_id, max(c.turn)
    FROM unnest(v_choices) AS c
    WHERE c.person_id IS NOT NULL
    GROUP BY c.department_id, c.person_id
    ON CONFLICT (department_id, person_id) DO UPDATE SET turn = excluded.turn;

    RETURN QUERY
    WITH failed AS MATERIALIZED (
        SELECT k.*, w.reason, w.detail
        FROM (
            SELECT DISTINCT c.department_id, c.channel, c.skills, c.assignee_id
            FROM unnest(v_choices) AS c
            WHERE c.person_id IS NULL
        ) AS k
        CROSS JOIN LATERAL helpdesk.why_unrouted(k.department_id, k.channel, k.skills, k.assignee_id) AS w
    ),
    result AS MATERIALIZED (
        SELECT c.ticket_id, c.department_id, c.assignee_id, c.person_id, f.reason, f.detail
        FROM unnest(v_choices) AS c
        LEFT JOIN failed AS f ON c.person_id IS NULL
            AND f.department_id = c.department_id AND f.channel = c.channel AND f.skills = c.skills
            AND f.assignee_id IS NOT DISTINCT FROM c.assignee_id
    ),
    waiting AS (
        INSERT INTO helpdesk.routing_wait AS w (ticket_id, department_id, reason, detail, tried_at)
        SELECT r.ticket_id, r.department_id, r.reason, r.detail, helpdesk.clock()
        FROM result AS r
        WHERE r.person_id IS NULL AND r.assignee_id IS NULL
        ON CONFLICT (ticket_id) DO UPDATE
        SET department_id = excluded.department_id, reason = excluded.reason, detail = excluded.detail,
            tried_at = excluded.tried_at
    )
    SELECT r.ticket_id, r.person_id, r.reason, r.detail FROM result AS r;
END
$$;

COMMENT ON FUNCTION helpdesk.route_tickets IS
'Assigns unsolved tickets by routing; a row each with who got it, or why nobody did: such a ticket then waits in '
'routing_wait, or stays with its assignee. Locks the tickets, then all members of their departments, each in id order '
'and in one go: two calls never assign above capacity, never the same ticket, and never wait for each other in a '
'circle. Assigning by hand to somebody with a limit takes the same lock (tg_ticket__check_capacity). At READ '
'COMMITTED, the default, whoever waited counts anew.';
