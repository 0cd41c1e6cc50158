-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.is_mail_void(p_mail helpdesk.outgoing_mail) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT
            EXISTS (
                SELECT FROM helpdesk.message AS m WHERE m.message_id = p_mail.message_id AND m.deleted_at IS NOT NULL
            )
            OR EXISTS (
                SELECT
                FROM helpdesk.ticket AS t
                WHERE t.ticket_id = p_mail.ticket_id AND (t.deleted_at IS NOT NULL OR t.is_spam)
            )
            OR EXISTS (
                SELECT
                FROM helpdesk.approval AS a
                WHERE a.approval_id = (p_mail.data ->> 'approval_id')::bigint AND a.state <> 'pending'
            )
            OR p_mail.kind = 'report' AND NOT (
                helpdesk.person_may(p_mail.person_id, 'reports.read')
                AND EXISTS (
                    SELECT
                    FROM helpdesk.report_run AS r
                    WHERE r.report_run_id = (p_mail.data ->> 'report_run_id')::bigint
                )
            )
            -- What a program sent is not answered, and who was sent a link to the ticket knows that it has come.
            OR p_mail.kind = 'ticket_received' AND (
                EXISTS (
                    SELECT
                    FROM helpdesk.inbound_mail AS i
                    WHERE i.ticket_id = p_mail.ticket_id AND i.state = 'ticket' AND i.automatic_kind IS NOT NULL
                )
                OR EXISTS (
                    SELECT
                    FROM helpdesk.outgoing_mail AS o
                    WHERE o.ticket_id = p_mail.ticket_id AND o.kind = 'ticket_opened'
                )
            )
    );
END
$$;

COMMENT ON FUNCTION helpdesk.is_mail_void IS
'Whether what a mail tells of is gone: its message was deleted, its ticket is deleted or spam, its '
'approval has ended, its report is gone or may not be read any more; or whether it would answer what needs no answer.';
