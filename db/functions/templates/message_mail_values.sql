-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.message_mail_values(p_message_id bigint, p_time_zone text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT jsonb_build_object(
            'body', CASE WHEN m.deleted_at IS NULL THEN m.body ELSE '' END,
            'author', coalesce(p.name, helpdesk.setting_text('desk_name')),
            'at', helpdesk.mail_time(m.created_at, p_time_zone),
            'signature', coalesce(a.signature, '')
        )
        FROM helpdesk.message AS m
        LEFT JOIN helpdesk.person AS p ON p.person_id = m.author_id
        LEFT JOIN helpdesk.agent AS a ON a.person_id = m.author_id
        WHERE m.message_id = p_message_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.message_mail_values IS
'What a mail says of the message that it carries, {{ message.body }} and so on.';
