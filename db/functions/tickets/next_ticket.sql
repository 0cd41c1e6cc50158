-- The order is found without locks; claiming then locks the first of the best fifty that nobody else has locked or
-- taken meanwhile.
CREATE OR REPLACE FUNCTION helpdesk.next_ticket(p_is_claimed boolean, p_skipped_ids bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_me bigint := helpdesk.me();
    v_skipped_ids bigint[] := coalesce(p_skipped_ids, '{}');
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
        IF v_best_ids = '{}' OR NOT p_is_claimed THEN
            RETURN v_best_ids[1];
        END IF;
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
            RETURN v_ticket_id;
        END IF;
        v_skipped_ids := v_skipped_ids || v_best_ids;
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.next_ticket IS
'What the caller should work on next: assigned to the caller, or unassigned in the caller''s departments or in none; '
'first what is due first, then by priority, then the oldest. SKIP LOCKED gives two callers who claim two tickets. '
'Raises PD002.';
