CREATE OR REPLACE FUNCTION helpdesk.attach_mail_files(
    p_mail helpdesk.inbound_mail,
    p_parsed jsonb,
    p_ticket_id bigint,
    p_message_id bigint
) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    INSERT INTO helpdesk.attachment (
        ticket_id, message_id, inbound_mail_id, part_path, filename, media_type, size_bytes, sha256, content_id, is_inline
    )
    SELECT p_ticket_id, p_message_id, p_mail.inbound_mail_id,
        a.part_path, a.filename, a.media_type, a.size_bytes, a.sha256, a.content_id, a.is_inline
    FROM jsonb_to_recordset(p_parsed -> 'attachments') AS a(
        part_path text, filename text, media_type text, size_bytes bigint, sha256 text, content_id text, is_inline boolean
    )
    UNION ALL
    SELECT p_ticket_id, p_message_id, p_mail.inbound_mail_id,
        '', 'message.eml', 'message/rfc822', p_mail.size_bytes, p_mail.sha256, NULL, false
    WHERE (p_parsed -> 'is_broken')::boolean
    ON CONFLICT (inbound_mail_id, part_path) DO NOTHING;
END;

COMMENT ON FUNCTION helpdesk.attach_mail_files(helpdesk.inbound_mail, jsonb, bigint, bigint) IS
'Lists a mail''s files at its ticket and message; a mail that could not be read is attached whole.';
