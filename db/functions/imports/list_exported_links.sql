CREATE OR REPLACE FUNCTION helpdesk.list_exported_links(p_after bigint, p_limit int, p_source text)
RETURNS TABLE (row_id bigint, line jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT l.link_id, jsonb_strip_nulls(jsonb_build_object(
        'record', 'link',
        'id', helpdesk.exported_id('link', l.link_id, p_source),
        'kind', l.kind,
        'from', helpdesk.exported_id('ticket', l.from_id, p_source),
        'to', helpdesk.exported_id('ticket', l.to_id, p_source),
        'created_by', helpdesk.exported_id('person', l.created_by, p_source),
        'created_at', l.created_at
    ))
    FROM helpdesk.ticket_link AS l
    WHERE l.link_id > p_after
    ORDER BY l.link_id
    LIMIT p_limit;
END
$$;

COMMENT ON FUNCTION helpdesk.list_exported_links IS
'Links of tickets behind key p_after, as records of import_field; p_source: see exported_id.';
GRANT EXECUTE ON FUNCTION helpdesk.list_exported_links TO worker;
