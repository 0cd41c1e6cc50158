CREATE OR REPLACE FUNCTION helpdesk.list_exported_merges(p_after bigint, p_limit int, p_source text)
RETURNS TABLE (row_id bigint, line jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT m.merge_id, jsonb_strip_nulls(jsonb_build_object(
        'record', 'merge',
        'id', helpdesk.exported_id('merge', m.merge_id, p_source),
        'source', helpdesk.exported_id('ticket', m.source_id, p_source),
        'target', helpdesk.exported_id('ticket', m.target_id, p_source),
        'merged_by', helpdesk.exported_id('person', m.merged_by, p_source),
        'merged_at', m.merged_at
    ))
    FROM helpdesk.ticket_merge AS m
    WHERE m.merge_id > p_after AND m.undone_at IS NULL
    ORDER BY m.merge_id
    LIMIT p_limit;
END
$$;

COMMENT ON FUNCTION helpdesk.list_exported_merges IS
'Merges of tickets behind key p_after, as records of import_field; p_source: see exported_id.';
GRANT EXECUTE ON FUNCTION helpdesk.list_exported_merges TO worker;
