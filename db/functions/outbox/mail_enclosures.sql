CREATE OR REPLACE FUNCTION helpdesk.mail_enclosures(
    p_ticket_id bigint,
    p_message_id bigint,
    p_side_message_id bigint DEFAULT NULL
) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(
        jsonb_agg(
            jsonb_build_object(
                'attachment_id', f.attachment_id,
                'filename', f.filename,
                'media_type', f.media_type,
                'size_bytes', f.size_bytes,
                'is_clean', f.state = 'clean'
            ) ORDER BY f.attachment_id
        ),
        '[]'
    )
    FROM (
        SELECT a.*, sum(a.size_bytes) OVER (ORDER BY a.attachment_id) AS bytes
        FROM helpdesk.attachment AS a
        WHERE a.ticket_id = p_ticket_id
            AND (a.message_id = p_message_id OR a.side_message_id = p_side_message_id)
            AND NOT a.is_inline
            AND a.state IN ('pending', 'clean')
    ) AS f
    WHERE f.bytes <= helpdesk.setting_int('mail_attachments_kb') * 1024::bigint;
END;

COMMENT ON FUNCTION helpdesk.mail_enclosures IS
'The files of a message, of the ticket or beside it, that are sent along, as many as setting mail_attachments_kb '
'has room for, in their order; the others are on the ticket. [{attachment_id, filename, media_type, size_bytes, '
'is_clean}]; one that is not clean waits for the virus scanner.';
