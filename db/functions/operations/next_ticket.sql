CREATE OR REPLACE FUNCTION helpdesk.next_ticket(p_is_claimed boolean, p_skipped_ids bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_me bigint := helpdesk.me();
    v_department_ids bigint[] := helpdesk.my_department_ids();
    v_ticket_id bigint;
BEGIN
    PERFORM helpdesk.require('tickets.assign');
    IF p_is_claimed THEN
        SELECT t.ticket_id INTO v_ticket_id
        FROM helpdesk.ticket AS t
        JOIN helpdesk.priority AS p USING (priority)
        WHERE t.ticket_id IN (SELECT w.ticket_id FROM helpdesk.waiting_ticket_ids(v_me, v_department_ids, p_skipped_ids) AS w(ticket_id))
            AND (t.assignee_id IS NULL OR t.assignee_id = v_me)
            AND t.status_category IN ('new', 'open') AND t.snoozed_until IS NULL AND t.deleted_at IS NULL
        ORDER BY helpdesk.next_sla_due_at(t.ticket_id) NULLS LAST, p.position DESC, t.created_at, t.ticket_id
        LIMIT 1
        FOR NO KEY UPDATE OF t SKIP LOCKED;
        UPDATE helpdesk.ticket AS t SET assignee_id = v_me WHERE t.ticket_id = v_ticket_id AND t.assignee_id IS NULL;
    ELSE
        SELECT t.ticket_id INTO v_ticket_id
        FROM helpdesk.ticket AS t
        JOIN helpdesk.priority AS p USING (priority)
        WHERE t.ticket_id IN (SELECT w.ticket_id FROM helpdesk.waiting_ticket_ids(v_me, v_department_ids, p_skipped_ids) AS w(ticket_id))
        ORDER BY helpdesk.next_sla_due_at(t.ticket_id) NULLS LAST, p.position DESC, t.created_at, t.ticket_id
        LIMIT 1;
    END IF;
    RETURN v_ticket_id;
END
$$;

COMMENT ON FUNCTION helpdesk.next_ticket(boolean, bigint[]) IS
'What the caller should work on next: assigned to the caller, or unassigned in the caller''s departments or in none; first what is due first, then by priority, then the oldest. SKIP LOCKED gives two callers who claim two tickets. Raises PD002.';

CREATE OR REPLACE FUNCTION helpdesk.waiting_ticket_ids(p_person_id bigint, p_department_ids bigint[], p_skipped_ids bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT t.ticket_id
    FROM helpdesk.ticket AS t
    WHERE t.assignee_id = p_person_id
        AND t.status_category IN ('new', 'open') AND t.snoozed_until IS NULL AND t.deleted_at IS NULL
        AND t.ticket_id <> ALL (coalesce(p_skipped_ids, '{}'))
    UNION ALL
    SELECT t.ticket_id
    FROM helpdesk.ticket AS t
    WHERE t.assignee_id IS NULL AND t.department_id = ANY (p_department_ids)
        AND t.status_category IN ('new', 'open') AND t.snoozed_until IS NULL AND t.deleted_at IS NULL
        AND t.ticket_id <> ALL (coalesce(p_skipped_ids, '{}'))
    UNION ALL
    SELECT t.ticket_id
    FROM helpdesk.ticket AS t
    WHERE t.assignee_id IS NULL AND t.department_id IS NULL AND helpdesk.sees_all_tickets()
        AND t.status_category IN ('new', 'open') AND t.snoozed_until IS NULL AND t.deleted_at IS NULL
        AND t.ticket_id <> ALL (coalesce(p_skipped_ids, '{}'));
END;

COMMENT ON FUNCTION helpdesk.waiting_ticket_ids(bigint, bigint[], bigint[]) IS 'Tickets that wait for a person: the own ones, and unassigned ones of the departments or of none.';

CREATE OR REPLACE FUNCTION helpdesk.next_sla_due_at(p_ticket_id bigint) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT least(
        (SELECT min(c.due_at) FROM helpdesk.sla_clock AS c WHERE c.ticket_id = p_ticket_id AND c.mode = 'run'),
        (SELECT t.due_at FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id)
    );
END;

COMMENT ON FUNCTION helpdesk.next_sla_due_at(bigint) IS 'The earliest due instant of a ticket''s running SLA clocks, or its due date if earlier.';
