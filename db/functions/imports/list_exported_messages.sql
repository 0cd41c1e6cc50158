CREATE OR REPLACE FUNCTION helpdesk.list_exported_messages(p_after bigint, p_limit int, p_source text)
RETURNS TABLE (row_id bigint, line jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT m.message_id, jsonb_strip_nulls(jsonb_build_object(
        'record', 'message',
        'id', helpdesk.exported_id('message', m.message_id, p_source),
        'ticket', helpdesk.exported_id('ticket', m.ticket_id, p_source),
        'kind', m.kind,
        'author', helpdesk.exported_id('person', m.author_id, p_source),
        'body', m.body,
        'channel', m.channel,
        'is_pinned', nullif(m.is_pinned, false),
        'created_at', m.created_at,
        'edited_at', m.edited_at,
        'deleted_at', m.deleted_at
    ))
    FROM helpdesk.message AS m
    WHERE m.message_id > p_after
    ORDER BY m.message_id
    LIMIT p_limit;
END
$$;

COMMENT ON FUNCTION helpdesk.list_exported_messages IS
'Messages behind key p_after, as records of import_field; p_source: see exported_id.';
GRANT EXECUTE ON FUNCTION helpdesk.list_exported_messages TO worker;
