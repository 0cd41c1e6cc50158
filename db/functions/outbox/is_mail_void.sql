CREATE OR REPLACE FUNCTION helpdesk.is_mail_void(p_mail helpdesk.outgoing_mail) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT
        EXISTS (
            SELECT FROM helpdesk.message AS m WHERE m.message_id = p_mail.message_id AND m.deleted_at IS NOT NULL
        )
        OR EXISTS (
            SELECT
            FROM helpdesk.ticket AS t
            WHERE t.ticket_id = p_mail.ticket_id AND (t.deleted_at IS NOT NULL OR t.is_spam)
        );
END;

COMMENT ON FUNCTION helpdesk.is_mail_void IS
'Whether what a mail tells of is gone: its message was deleted, or its ticket is deleted or spam.';
