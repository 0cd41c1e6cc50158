CREATE OR REPLACE FUNCTION helpdesk.add_checklist_items(p_ticket_ids bigint[], p_names jsonb) RETURNS bigint[]
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH last AS (
        SELECT i.ticket_id, max(i.position) AS position
        FROM helpdesk.checklist_item AS i
        WHERE i.ticket_id = ANY (p_ticket_ids)
        GROUP BY i.ticket_id
    ),
    added AS (
        INSERT INTO helpdesk.checklist_item (ticket_id, position, label, is_required, created_by)
        SELECT
            t.ticket_id,
            coalesce(l.position, 0) + row_number() OVER (
                PARTITION BY t.ticket_id ORDER BY c.name, s.position, s.checklist_step_id
            ),
            s.label, s.is_required, helpdesk.me()
        FROM unnest(p_ticket_ids) AS t(ticket_id)
        JOIN helpdesk.checklist AS c ON c.is_active AND p_names ? c.name
        JOIN helpdesk.checklist_step AS s ON s.checklist_id = c.checklist_id
        LEFT JOIN last AS l ON l.ticket_id = t.ticket_id
        WHERE NOT EXISTS (
            SELECT FROM helpdesk.checklist_item AS i WHERE i.ticket_id = t.ticket_id AND i.label = s.label
        )
        ORDER BY t.ticket_id
        RETURNING ticket_id
    )
    SELECT array_agg(DISTINCT a.ticket_id) FROM added AS a;
END;

COMMENT ON FUNCTION helpdesk.add_checklist_items IS
'Puts the steps of checklists, by name, behind what tickets have, but for those that are there; returns the '
'tickets that got any.';
