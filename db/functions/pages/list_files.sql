CREATE OR REPLACE FUNCTION helpdesk.list_files(p_ticket_id bigint, p_message_id bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'attachment_id', a.attachment_id, 'filename', a.filename, 'media_type', a.media_type,
            'size_bytes', a.size_bytes, 'state', a.state, 'is_inline', a.is_inline, 'content_id', a.content_id
        ) ORDER BY a.attachment_id), '[]')
        FROM (
            SELECT f.*
            FROM helpdesk.attachment AS f
            WHERE f.message_id = p_message_id
                OR f.ticket_id = p_ticket_id AND f.message_id IS NULL AND f.side_message_id IS NULL
            ORDER BY f.attachment_id
            LIMIT 200
        ) AS a
    );
END
$$;

COMMENT ON FUNCTION helpdesk.list_files IS
'Up to 200 files of a message, or of a ticket''s description, as a page shows them.';
