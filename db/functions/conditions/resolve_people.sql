CREATE OR REPLACE FUNCTION helpdesk.resolve_people(p_ticket_ids bigint[], p_people jsonb)
RETURNS TABLE (ticket_id bigint, person_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT DISTINCT t.ticket_id, p.person_id
    FROM helpdesk.ticket AS t
    JOIN helpdesk.person AS p ON p.is_active AND p.role <> 'customer' AND (
        p_people @> to_jsonb(p.person_id)
        OR p_people ? 'role:admin' AND p.role = 'admin'
        OR p_people ? 'role:agent' AND p.role = 'agent'
        OR p_people ? 'assignee' AND p.person_id = t.assignee_id
        OR p_people ? 'followers' AND EXISTS (
            SELECT 1 FROM helpdesk.ticket_follower AS f WHERE f.ticket_id = t.ticket_id AND f.person_id = p.person_id
        )
        OR p_people ? 'department' AND EXISTS (
            SELECT 1
            FROM helpdesk.department_member AS m
            WHERE m.department_id = t.department_id AND m.person_id = p.person_id
        )
    )
    WHERE t.ticket_id = ANY (p_ticket_ids);
END;

COMMENT ON FUNCTION helpdesk.resolve_people IS
'Active staff whom an action names: ids, assignee, followers, department, role:admin, role:agent.';
