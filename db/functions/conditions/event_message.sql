CREATE OR REPLACE FUNCTION helpdesk.event_message(p_ticket_id bigint, p_event jsonb, p_is_reply boolean)
RETURNS helpdesk.message
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT m
    FROM helpdesk.message AS m
    WHERE m.message_id = coalesce(
        (
            SELECT e.message_id
            FROM helpdesk.message AS e
            WHERE e.message_id = (p_event ->> 'message_id')::bigint AND (e.kind = 'reply' OR NOT p_is_reply)
        ),
        (
            SELECT l.message_id
            FROM helpdesk.message AS l
            WHERE l.ticket_id = p_ticket_id
                AND l.author_id IS NOT NULL
                AND (l.kind = 'reply' OR NOT p_is_reply)
                AND l.deleted_at IS NULL
                AND l.created_at <= coalesce((p_event ->> 'at')::timestamptz, 'infinity')
            ORDER BY l.message_id DESC
            LIMIT 1
        )
    );
END;

COMMENT ON FUNCTION helpdesk.event_message IS
'The message that an event is about; else the last that a person had written on the ticket when it happened. Replies '
'only, or notes, too.';
