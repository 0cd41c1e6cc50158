-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.history_mail_values(
    p_ticket_id bigint,
    p_before_id bigint,
    p_time_zone text,
    p_most int DEFAULT 5,
    p_length int DEFAULT 2000
)
RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT jsonb_agg(
            jsonb_build_object(
                'body', CASE WHEN length(h.body) > p_length THEN left(h.body, p_length) || ' …' ELSE h.body END,
                'author', coalesce(p.name, helpdesk.setting_text('desk_name')),
                'at', helpdesk.mail_time(h.created_at, p_time_zone)
            ) ORDER BY h.message_id DESC
        )
        FROM (
            (
                SELECT m.message_id, m.body, m.author_id, m.created_at
                FROM helpdesk.message AS m
                WHERE m.ticket_id = p_ticket_id AND m.message_id < p_before_id
                    AND m.kind = 'reply' AND m.deleted_at IS NULL
                ORDER BY m.message_id DESC
                LIMIT p_most
            )
            UNION ALL
            SELECT 0, t.description, t.requester_id, t.created_at
            FROM helpdesk.ticket AS t
            WHERE t.ticket_id = p_ticket_id AND t.description ~ '\S' AND p_before_id IS NOT NULL
            LIMIT p_most
        ) AS h
        LEFT JOIN helpdesk.person AS p ON p.person_id = h.author_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.history_mail_values IS
'What was written publicly before a message, the newest first: p_most texts, of each the first p_length characters.';
