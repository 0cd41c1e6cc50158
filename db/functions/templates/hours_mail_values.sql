-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.hours_mail_values(p_ticket_id bigint, p_at timestamptz) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT jsonb_build_object(
            'are_open', CASE WHEN c.calendar_id IS NULL OR n.next_at <= p_at THEN 'yes' ELSE '' END,
            'open_at', coalesce(CASE WHEN n.next_at > p_at THEN helpdesk.mail_time(n.next_at, c.time_zone) END, '')
        )
        FROM helpdesk.ticket AS t
        LEFT JOIN helpdesk.organisation AS o ON o.organisation_id = t.organisation_id
        LEFT JOIN helpdesk.department AS d ON d.department_id = t.department_id
        LEFT JOIN helpdesk.calendar AS c ON c.calendar_id = coalesce(o.calendar_id, d.calendar_id)
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN c.calendar_id IS NOT NULL
                    THEN helpdesk.add_business_us(helpdesk.calendar_version_of(c.calendar_id), p_at, 0)
            END AS next_at
        ) AS n
        WHERE t.ticket_id = p_ticket_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.hours_mail_values IS
'Whether an instant is within the business hours of a ticket, its organisation''s or its department''s, and when they '
'begin next, in the calendar''s zone. Without a calendar they never end.';
