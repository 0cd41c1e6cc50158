-- PL/pgSQL, whose plans outlive the call: every mail of a side conversation asks.
CREATE OR REPLACE FUNCTION helpdesk.side_message_mail_values(p_side_message_id bigint, p_time_zone text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT jsonb_build_object(
            'body', m.body,
            'author', coalesce(p.name, helpdesk.setting_text('desk_name')),
            'at', helpdesk.mail_time(m.created_at, p_time_zone),
            'signature', coalesce(a.signature, '')
        )
        FROM helpdesk.side_message AS m
        LEFT JOIN helpdesk.person AS p ON p.person_id = m.author_id
        LEFT JOIN helpdesk.agent AS a ON a.person_id = m.author_id
        WHERE m.side_message_id = p_side_message_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.side_message_mail_values IS
'What a mail says of the message of a side conversation that it carries, {{ message.body }} and so on.';
