CREATE OR REPLACE FUNCTION helpdesk.list_exported_files(p_after bigint, p_limit int, p_source text)
RETURNS TABLE (row_id bigint, line jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT a.attachment_id, jsonb_strip_nulls(jsonb_build_object(
        'record', 'file',
        'id', helpdesk.exported_id('file', a.attachment_id, p_source),
        'ticket', helpdesk.exported_id('ticket', a.ticket_id, p_source),
        'message', helpdesk.exported_id('message', a.message_id, p_source),
        'filename', a.filename,
        'media_type', a.media_type,
        'sha256', a.sha256,
        'size_bytes', a.size_bytes,
        'content_id', a.content_id,
        'is_inline', nullif(a.is_inline, false),
        'created_at', a.created_at
    ))
    FROM helpdesk.attachment AS a
    WHERE a.attachment_id > p_after
        AND a.ticket_id IS NOT NULL
        AND a.side_message_id IS NULL
        AND a.state = 'clean'
    ORDER BY a.attachment_id
    LIMIT p_limit;
END
$$;

COMMENT ON FUNCTION helpdesk.list_exported_files IS
'Files of tickets and messages behind key p_after, as records of import_field; p_source: see exported_id.';
GRANT EXECUTE ON FUNCTION helpdesk.list_exported_files TO worker;
