CREATE OR REPLACE FUNCTION helpdesk.list_routing_requests(p_ticket_ids bigint[]) RETURNS SETOF helpdesk.routing_request
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' ROWS 10
BEGIN ATOMIC
    SELECT
        t.ticket_id,
        t.department_id,
        t.channel,
        t.assignee_id,
        coalesce(nullif(r.strategy, 'manual'), 'least_busy'),
        coalesce(needed.skills, '{}'),
        p.position,
        t.created_at
    FROM helpdesk.ticket AS t
    JOIN helpdesk.priority AS p USING (priority)
    LEFT JOIN helpdesk.department_routing AS r ON r.department_id = t.department_id
    LEFT JOIN LATERAL (
        SELECT jsonb_object_agg(m.skill_id, m.min_proficiency) AS skills
        FROM (
            SELECT n.skill_id, max(n.min_proficiency) AS min_proficiency
            FROM (
                SELECT ds.skill_id, ds.min_proficiency
                FROM helpdesk.department_skill AS ds
                WHERE ds.department_id = t.department_id
                UNION ALL
                SELECT ts.skill_id, ts.min_proficiency
                FROM helpdesk.ticket_tag AS tt
                JOIN helpdesk.tag_skill AS ts USING (tag_id)
                WHERE tt.ticket_id = t.ticket_id
            ) AS n
            GROUP BY n.skill_id
        ) AS m
    ) AS needed ON true
    WHERE t.ticket_id = ANY (p_ticket_ids)
        AND t.department_id IS NOT NULL
        AND t.status_category NOT IN ('solved', 'closed')
        AND t.deleted_at IS NULL;
END;

COMMENT ON FUNCTION helpdesk.list_routing_requests IS
'What each unsolved ticket with a department asks of its assignee: the skills of its department and of its tags, each '
'at the highest proficiency asked for.';
