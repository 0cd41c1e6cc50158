CREATE OR REPLACE FUNCTION helpdesk.close_incidents(p_limit int DEFAULT 1000) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH due AS (
        SELECT i.ticket_id, coalesce(i.assignee_id, p.assignee_id) AS assignee_id
        FROM helpdesk.ticket_link AS l
        JOIN helpdesk.ticket AS i ON i.ticket_id = l.to_id
        JOIN helpdesk.ticket AS p ON p.ticket_id = l.from_id
        WHERE l.kind = 'problem_incident'
            AND helpdesk.setting_bool('close_incidents_with_problem')
            AND p.status_category IN ('solved', 'closed') AND p.merged_into_id IS NULL AND p.deleted_at IS NULL
            AND i.status_category NOT IN ('solved', 'closed') AND i.deleted_at IS NULL
            AND (i.reopened_at IS NULL OR i.reopened_at < p.resolved_at)
            AND EXISTS (
                SELECT 1 FROM helpdesk.person AS a
                WHERE a.person_id = coalesce(i.assignee_id, p.assignee_id)
                    AND (i.assignee_id IS NOT NULL OR a.is_active)
            )
            AND helpdesk.can_transition(
                jsonb_populate_record(i, jsonb_build_object('assignee_id', coalesce(i.assignee_id, p.assignee_id))),
                'resolved'
            )
        ORDER BY i.ticket_id
        LIMIT p_limit
        FOR NO KEY UPDATE OF i SKIP LOCKED
    ),
    resolved AS (
        UPDATE helpdesk.ticket AS t
        SET status = 'resolved', assignee_id = due.assignee_id
        FROM due
        WHERE t.ticket_id = due.ticket_id
        RETURNING 1
    )
    SELECT count(*) FROM resolved;
END;

COMMENT ON FUNCTION helpdesk.close_incidents IS
'Resolves the open incidents of resolved problems, if setting close_incidents_with_problem is on; returns how many. By '
'a sweep, since a trigger on the problem could not lock them in id order.';
GRANT EXECUTE ON FUNCTION helpdesk.close_incidents TO worker;
