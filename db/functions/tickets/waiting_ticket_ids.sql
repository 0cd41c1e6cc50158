CREATE OR REPLACE FUNCTION helpdesk.waiting_ticket_ids(
    p_person_id bigint,
    p_department_ids bigint[],
    p_skipped_ids bigint[]
) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = ''
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
        AND (SELECT helpdesk.my_visibility()) <> 'own'
        AND t.status_category IN ('new', 'open') AND t.snoozed_until IS NULL AND t.deleted_at IS NULL
        AND t.ticket_id <> ALL (coalesce(p_skipped_ids, '{}'))
    UNION ALL
    SELECT t.ticket_id
    FROM helpdesk.ticket AS t
    WHERE t.assignee_id IS NULL AND t.department_id IS NULL AND helpdesk.sees_all_tickets()
        AND t.status_category IN ('new', 'open') AND t.snoozed_until IS NULL AND t.deleted_at IS NULL
        AND t.ticket_id <> ALL (coalesce(p_skipped_ids, '{}'));
END;

COMMENT ON FUNCTION helpdesk.waiting_ticket_ids IS
'Tickets that wait for a person: the own ones, and unassigned ones of the departments or of none.';
