CREATE OR REPLACE FUNCTION helpdesk.makes_circle(p_kind text, p_from_id bigint, p_to_id bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN EXISTS (
        WITH RECURSIVE above AS (
            SELECT p_from_id AS ticket_id, 1 AS depth
            UNION ALL
            SELECT l.from_id, a.depth + 1
            FROM above AS a
            JOIN helpdesk.ticket_link AS l ON l.kind = p_kind AND l.to_id = a.ticket_id
            WHERE a.depth < 100
        )
        SELECT 1 FROM above AS a WHERE a.ticket_id = p_to_id OR a.depth = 100
    );
END
$$;

COMMENT ON FUNCTION helpdesk.makes_circle IS 'Whether the second ticket is the first one or above it.';
