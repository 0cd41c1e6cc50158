CREATE OR REPLACE FUNCTION helpdesk.route_waiting(p_limit int DEFAULT 1000) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_department_ids bigint[];
    v_ticket_ids bigint[];
    v_count bigint;
BEGIN
    v_department_ids := ARRAY(
        SELECT d.department_id
        FROM (SELECT DISTINCT w.department_id FROM helpdesk.routing_wait AS w WHERE w.reason IS NOT NULL) AS d
        WHERE EXISTS (
            SELECT 1
            FROM helpdesk.list_routing_candidates(d.department_id, NULL, '{}') AS c
            WHERE helpdesk.routing_verdict(c) IS NULL
        )
    );
    -- This never waits for a ticket: one that somebody else has locked is left to the next run.
    v_ticket_ids := ARRAY(
        SELECT t.ticket_id
        FROM (
            SELECT w.ticket_id, w.tried_at FROM helpdesk.routing_wait AS w WHERE w.reason IS NULL
            UNION ALL
            SELECT w.ticket_id, w.tried_at
            FROM unnest(v_department_ids) AS d(department_id)
            CROSS JOIN LATERAL (
                SELECT i.ticket_id, i.tried_at
                FROM helpdesk.routing_wait AS i
                WHERE i.department_id = d.department_id AND i.reason IS NOT NULL
                ORDER BY i.tried_at
                LIMIT p_limit
            ) AS w
        ) AS w
        JOIN helpdesk.ticket AS t USING (ticket_id)
        JOIN helpdesk.priority AS p USING (priority)
        WHERE t.assignee_id IS NULL
        ORDER BY w.tried_at NULLS FIRST, p.position DESC, t.created_at, t.ticket_id
        LIMIT p_limit
        FOR NO KEY UPDATE OF t SKIP LOCKED
    );
    SELECT count(r.person_id) INTO v_count FROM helpdesk.route_tickets(v_ticket_ids) AS r;
    PERFORM helpdesk.job_has_more(cardinality(v_ticket_ids), p_limit) WHERE v_count > 0;
    RETURN v_count;
END
$$;

COMMENT ON FUNCTION helpdesk.route_waiting IS
'Routes up to p_limit waiting tickets, most urgent first: new ones, and those that nobody could take if a member of '
'their department has room now (of more than p_limit the longest untried). Returns how many were assigned; more are '
'the next batch''s. SKIP LOCKED makes two at once safe.';
GRANT EXECUTE ON FUNCTION helpdesk.route_waiting TO worker;
