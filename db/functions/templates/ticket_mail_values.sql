-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.ticket_mail_values(
    p_ticket_id bigint,
    p_role text,
    p_is_guest boolean,
    p_time_zone text,
    p_base_url text
)
RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT jsonb_build_object(
            'reference', t.reference,
            'subject', t.subject,
            'status', s.label,
            'priority', p.label,
            'created_at', helpdesk.mail_time(t.created_at, p_time_zone),
            'requester', r.name,
            'assignee', coalesce(a.name, ''),
            'department', coalesce(d.name, ''),
            'organisation', coalesce(o.name, ''),
            'url', helpdesk.ticket_page(t.ticket_id, p_role, p_is_guest, p_base_url)
        )
        FROM helpdesk.ticket AS t
        JOIN helpdesk.status AS s ON s.status = t.status
        JOIN helpdesk.priority AS p ON p.priority = t.priority
        JOIN helpdesk.person AS r ON r.person_id = t.requester_id
        LEFT JOIN helpdesk.person AS a ON a.person_id = t.assignee_id
        LEFT JOIN helpdesk.department AS d ON d.department_id = t.department_id
        LEFT JOIN helpdesk.organisation AS o ON o.organisation_id = t.organisation_id
        WHERE t.ticket_id = p_ticket_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.ticket_mail_values IS 'What mails say of a ticket, {{ ticket.reference }} and so on.';
