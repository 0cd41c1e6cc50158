CREATE OR REPLACE FUNCTION helpdesk.classify_tickets(p_ticket_ids bigint[], p_change helpdesk.ticket_change)
RETURNS TABLE (ticket_id bigint, refusal jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT
        asked.ticket_id,
        CASE
            WHEN t.ticket_id IS NULL
                OR caller.role <> 'system'
                    AND (t.deleted_at IS NOT NULL OR NOT (caller.sees_all OR helpdesk.can_see_ticket(t)))
                THEN helpdesk.refusal('PD001', format('ticket %s not found', asked.ticket_id))
            WHEN t.deleted_at IS NOT NULL THEN helpdesk.refusal('PD015', format('ticket %s is deleted', t.reference))
            WHEN NOT (caller.sees_all OR helpdesk.can_work_on_ticket(t)) THEN helpdesk.work_refusal(t)
            WHEN t.merged_into_id IS NOT NULL AND NOT (p_change).is_deletion IS TRUE THEN helpdesk.merged_refusal(t)
            ELSE coalesce(
                CASE WHEN (p_change).status <> t.status THEN helpdesk.find_transition_refusal(t, p_change) END,
                CASE WHEN t.status_category NOT IN ('solved', 'closed') AND unfilled.fields IS NOT NULL
                    THEN helpdesk.refusal(
                        'PD802',
                        format(
                            'ticket %s needs custom fields to become %s: %s',
                            t.reference, (p_change).status, unfilled.fields
                        )
                    )
                END,
                CASE WHEN (p_change).has_reply AND caller.role = 'system' THEN helpdesk.find_reply_obstacle(t) END
            )
        END
    FROM (SELECT DISTINCT u.ticket_id FROM unnest(p_ticket_ids) AS u(ticket_id)) AS asked
    CROSS JOIN (SELECT helpdesk.actor_role() AS role, helpdesk.sees_all_tickets() AS sees_all OFFSET 0) AS caller
    LEFT JOIN helpdesk.ticket AS t ON t.ticket_id = asked.ticket_id
    LEFT JOIN helpdesk.find_missing_fields(
        CASE WHEN EXISTS (
            SELECT 1 FROM helpdesk.status AS s WHERE s.status = (p_change).status AND s.category IN ('solved', 'closed')
        ) THEN p_ticket_ids END, 'resolve', (p_change).custom_fields
    ) AS unfilled ON unfilled.ticket_id = asked.ticket_id AND caller.role <> 'customer'
    ORDER BY asked.ticket_id;
END;

COMMENT ON FUNCTION helpdesk.classify_tickets IS
'For each ticket why the change would be refused to the caller, or NULL; one query for all.';
