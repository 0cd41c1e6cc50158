-- What a transition needs is said by transition_obstacle; here for ten thousand tickets in one query, which asks no
-- function for each. tests/custom/test_obstacles.py holds the two together.
CREATE OR REPLACE FUNCTION helpdesk.classify_tickets(p_ticket_ids bigint[], p_change helpdesk.ticket_change)
RETURNS TABLE (ticket_id bigint, refusal text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT
        asked.ticket_id,
        CASE
            WHEN t.ticket_id IS NULL
                OR caller.role <> 'system'
                    AND (t.deleted_at IS NOT NULL OR NOT (caller.sees_all OR helpdesk.can_see_ticket(t)))
                THEN 'not found'
            WHEN t.deleted_at IS NOT NULL THEN 'deleted'
            WHEN NOT (caller.sees_all OR helpdesk.can_work_on_ticket(t)) THEN 'belongs to another department'
            WHEN t.merged_into_id IS NOT NULL AND NOT (p_change).is_deletion IS TRUE THEN 'merged'
            WHEN (p_change).status <> t.status AND (tr.to_status IS NULL OR NOT caller.role = ANY (tr.roles))
                THEN format('cannot go from %s to %s', t.status, (p_change).status)
            WHEN (p_change).status <> t.status AND missing.fields IS NOT NULL
                THEN format('needs %s to become %s', missing.fields, (p_change).status)
            WHEN t.status_category NOT IN ('solved', 'closed') AND unfilled.fields IS NOT NULL
                THEN format('needs custom fields to become %s: %s', (p_change).status, unfilled.fields)
            WHEN (p_change).has_reply AND caller.role = 'system' THEN helpdesk.find_reply_obstacle(t)
        END
    FROM (SELECT DISTINCT u.ticket_id FROM unnest(p_ticket_ids) AS u(ticket_id)) AS asked
    CROSS JOIN (SELECT helpdesk.actor_role() AS role, helpdesk.sees_all_tickets() AS sees_all OFFSET 0) AS caller
    LEFT JOIN helpdesk.ticket AS t ON t.ticket_id = asked.ticket_id
    LEFT JOIN helpdesk.status_transition AS tr ON tr.from_status = t.status AND tr.to_status = (p_change).status
    LEFT JOIN LATERAL (
        SELECT string_agg(f.name, ', ') AS fields
        FROM unnest(tr.required_fields) AS f(name)
        WHERE CASE
            WHEN f.name = 'assignee_id' AND (p_change).has_assignee THEN (p_change).assignee_id IS NULL
            WHEN f.name = 'department_id' AND (p_change).has_department THEN (p_change).department_id IS NULL
            ELSE to_jsonb(t) ->> f.name IS NULL
        END
    ) AS missing ON true
    LEFT JOIN helpdesk.find_missing_fields(
        CASE WHEN EXISTS (
            SELECT 1 FROM helpdesk.status AS s WHERE s.status = (p_change).status AND s.category IN ('solved', 'closed')
        ) THEN p_ticket_ids END, 'resolve', (p_change).custom_fields
    ) AS unfilled ON unfilled.ticket_id = asked.ticket_id AND caller.role <> 'customer'
    ORDER BY asked.ticket_id;
END;

COMMENT ON FUNCTION helpdesk.classify_tickets IS
'For each ticket why the change would be refused to the caller, or NULL; one query for all.';
