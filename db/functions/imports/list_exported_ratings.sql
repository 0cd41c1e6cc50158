CREATE OR REPLACE FUNCTION helpdesk.list_exported_ratings(p_after bigint, p_limit int, p_source text)
RETURNS TABLE (row_id bigint, line jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT r.ticket_id, jsonb_strip_nulls(jsonb_build_object(
        'record', 'rating',
        'id', helpdesk.exported_id('ticket', r.ticket_id, p_source) || ' ' || extract(epoch FROM r.resolved_at),
        'ticket', helpdesk.exported_id('ticket', r.ticket_id, p_source),
        'rating', r.rating,
        'comment', r.comment,
        'rated_by', helpdesk.exported_id('person', r.rated_by, p_source),
        'agent', helpdesk.exported_id('person', r.agent_id, p_source),
        'resolved_at', r.resolved_at,
        'created_at', r.created_at
    ))
    FROM helpdesk.rating AS r
    WHERE r.ticket_id IN (
        SELECT DISTINCT n.ticket_id
        FROM helpdesk.rating AS n
        WHERE n.ticket_id > p_after
        ORDER BY n.ticket_id
        LIMIT p_limit
    )
    ORDER BY r.ticket_id, r.resolved_at;
END
$$;

COMMENT ON FUNCTION helpdesk.list_exported_ratings IS
'Ratings behind key p_after, as records of import_field; p_source: see exported_id.';
GRANT EXECUTE ON FUNCTION helpdesk.list_exported_ratings TO worker;
