-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.mail_values(p_mail helpdesk.outgoing_mail, p_base_url text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT jsonb_strip_nulls(jsonb_build_object(
            'desk', jsonb_build_object(
                'name', helpdesk.mail_brand_of((
                    SELECT t.department_id FROM helpdesk.ticket AS t WHERE t.ticket_id = p_mail.ticket_id
                )) ->> 'name',
                'url', p_base_url
            ),
            'recipient', jsonb_build_object(
                'name', coalesce(r.name, p_mail.address),
                'first_name', coalesce(helpdesk.first_name(r.name), ''),
                'email', p_mail.address
            ),
            'ticket', helpdesk.ticket_mail_values(p_mail.ticket_id, r.role, r.is_guest, z.time_zone, p_base_url),
            'message', CASE
                WHEN p_mail.side_message_id IS NULL THEN helpdesk.message_mail_values(p_mail.message_id, z.time_zone)
                ELSE helpdesk.side_message_mail_values(p_mail.side_message_id, z.time_zone)
            END,
            'conversation', (
                SELECT jsonb_build_object('subject', c.subject)
                FROM helpdesk.side_conversation AS c
                WHERE c.side_conversation_id = p_mail.side_conversation_id
            ),
            'history', helpdesk.history_mail_values(p_mail.ticket_id, p_mail.message_id, z.time_zone),
            'link', CASE
                WHEN p_mail.data ? 'nonce' THEN jsonb_build_object('until', helpdesk.mail_time(
                    p_mail.created_at + make_interval(mins => helpdesk.setting_int('login_link_minutes')), z.time_zone
                ))
                WHEN p_mail.data ? 'guest_link_id' THEN (
                    SELECT jsonb_build_object('until', helpdesk.mail_time(l.expires_at, z.time_zone))
                    FROM helpdesk.guest_link AS l
                    WHERE l.guest_link_id = (p_mail.data ->> 'guest_link_id')::bigint
                )
            END,
            'notice', p_mail.data -> 'notice',
            'approval', (
                SELECT jsonb_build_object(
                    'question', a.question,
                    'until', coalesce(helpdesk.mail_time(a.due_at, z.time_zone), ''),
                    'url', helpdesk.approval_page(a.approval_id, r.role, p_base_url)
                )
                FROM helpdesk.approval AS a
                WHERE a.approval_id = (p_mail.data ->> 'approval_id')::bigint
            ),
            'report', helpdesk.report_mail_values((p_mail.data ->> 'report_run_id')::bigint, p_base_url),
            'digest', p_mail.data -> 'digest',
            'notices', (
                SELECT jsonb_agg(
                    jsonb_build_object(
                        'title', n.value ->> 'title',
                        'url', helpdesk.ticket_page((n.value ->> 'ticket_id')::bigint, r.role, r.is_guest, p_base_url)
                    ) ORDER BY n.number
                )
                FROM jsonb_array_elements(p_mail.data -> 'notices') WITH ORDINALITY AS n(value, number)
            ),
            'unsubscribe', (
                SELECT jsonb_build_object('url', p_base_url || u.path)
                FROM helpdesk.unsubscribe_path(p_mail.kind, p_mail.person_id) AS u(path)
                WHERE u.path IS NOT NULL
            ),
            'hours', helpdesk.hours_mail_values(p_mail.ticket_id, p_mail.created_at)
        ))
        FROM (SELECT p_mail.person_id) AS m
        LEFT JOIN helpdesk.person AS r ON r.person_id = m.person_id
        CROSS JOIN LATERAL (SELECT coalesce(r.time_zone, 'UTC') AS time_zone) AS z
    );
END
$$;

COMMENT ON FUNCTION helpdesk.mail_values IS
'With what the text of a mail is filled in, by placeholder: {"ticket": {"reference": …}, …}; p_base_url: where pgdesk '
'is reached. Links that let somebody in are not among it: who sends it makes them.';
