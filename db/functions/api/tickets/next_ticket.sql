-- The order is found without locks; claiming then locks the first of the best fifty that nobody else has locked or
-- taken meanwhile.
CREATE FUNCTION api.next_ticket(claim boolean DEFAULT false, skip bigint[] DEFAULT '{}') RETURNS SETOF api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' ROWS 1
AS $$
#variable_conflict use_column
DECLARE
    v_me bigint := helpdesk.me();
    v_skipped_ids bigint[] := coalesce(next_ticket.skip, '{}');
    v_best_ids bigint[];
    v_ticket_id bigint;
BEGIN
    PERFORM helpdesk.require('tickets.assign');
    LOOP
        v_best_ids := ARRAY(
            SELECT t.ticket_id
            FROM helpdesk.waiting_ticket_ids(v_me, helpdesk.my_department_ids(), v_skipped_ids) AS w(ticket_id)
            JOIN helpdesk.ticket AS t USING (ticket_id)
            JOIN helpdesk.priority AS p USING (priority)
            LEFT JOIN LATERAL (
                SELECT min(c.due_at) AS due_at
                FROM helpdesk.sla_clock AS c
                WHERE c.ticket_id = t.ticket_id AND c.mode = 'run'
            ) AS s ON true
            ORDER BY least(s.due_at, t.due_at) NULLS LAST, p.position DESC, t.created_at, t.ticket_id
            LIMIT 50
        );
        v_ticket_id := v_best_ids[1];
        EXIT WHEN v_ticket_id IS NULL OR next_ticket.claim IS NOT TRUE;
        SELECT t.ticket_id INTO v_ticket_id
        FROM unnest(v_best_ids) WITH ORDINALITY AS b(ticket_id, position)
        JOIN helpdesk.ticket AS t USING (ticket_id)
        WHERE (t.assignee_id IS NULL OR t.assignee_id = v_me)
            AND t.status_category IN ('new', 'open') AND t.snoozed_until IS NULL AND t.deleted_at IS NULL
        ORDER BY b.position
        LIMIT 1
        FOR NO KEY UPDATE OF t SKIP LOCKED;
        IF v_ticket_id IS NOT NULL THEN
            UPDATE helpdesk.ticket AS t
            SET assignee_id = v_me
            WHERE t.ticket_id = v_ticket_id AND t.assignee_id IS NULL;
            EXIT;
        END IF;
        v_skipped_ids := v_skipped_ids || v_best_ids;
    END LOOP;
    RETURN QUERY SELECT * FROM api.tickets AS t WHERE t.ticket_id = v_ticket_id;
END
$$;

COMMENT ON FUNCTION api.next_ticket IS
$$The ticket to work on next

Of those assigned to the caller and the unassigned ones of the caller's departments: what is due first (SLA, due date),
then by priority, then the oldest. claim: assign it to the caller; two callers never get the same one. skip: tickets to
leave out. No row: nothing waits. Raises PD002.$$;
GRANT EXECUTE ON FUNCTION api.next_ticket TO agent, admin;
