CREATE OR REPLACE FUNCTION helpdesk.surviving_ticket_id(p_ticket_id bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        WITH RECURSIVE merged AS (
            SELECT t.ticket_id, t.merged_into_id FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id
            UNION ALL
            SELECT t.ticket_id, t.merged_into_id
            FROM merged AS m
            JOIN helpdesk.ticket AS t ON t.ticket_id = m.merged_into_id
        )
        SELECT m.ticket_id FROM merged AS m WHERE m.merged_into_id IS NULL
    );
END
$$;

COMMENT ON FUNCTION helpdesk.surviving_ticket_id IS
'The ticket in which a merged one lives on; an unmerged one itself.';
