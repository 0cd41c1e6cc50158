CREATE OR REPLACE FUNCTION helpdesk.related_ticket_ids(p_ticket_id bigint) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN ARRAY(
        WITH RECURSIVE related(ticket_id) AS (
            SELECT p_ticket_id
            UNION
            SELECT n.ticket_id
            FROM related AS r
            CROSS JOIN LATERAL (
                SELECT l.to_id AS ticket_id FROM helpdesk.ticket_link AS l WHERE l.from_id = r.ticket_id
                UNION ALL
                SELECT l.from_id FROM helpdesk.ticket_link AS l WHERE l.to_id = r.ticket_id
                UNION ALL
                SELECT g.target_id FROM helpdesk.ticket_merge AS g WHERE g.source_id = r.ticket_id
                UNION ALL
                SELECT g.source_id FROM helpdesk.ticket_merge AS g WHERE g.target_id = r.ticket_id
                UNION ALL
                SELECT m.split_into_id FROM helpdesk.message AS m
                WHERE m.ticket_id = r.ticket_id AND m.split_into_id IS NOT NULL
                UNION ALL
                SELECT m.ticket_id FROM helpdesk.message AS m WHERE m.split_into_id = r.ticket_id
            ) AS n
        )
        SELECT r.ticket_id FROM related AS r ORDER BY r.ticket_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.related_ticket_ids IS
'A ticket and all to which words of it may have come: merged, split, linked, and those of them, in order.';
