CREATE OR REPLACE FUNCTION helpdesk.write_delivery(p_delivery helpdesk.webhook_delivery) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' SET timezone = 'UTC'
BEGIN ATOMIC
    SELECT jsonb_build_object(
        'type', (p_delivery).kind,
        'timestamp', (p_delivery).payload -> 'at',
        'data', (p_delivery).payload - '{at,message_id}'::text[] || jsonb_build_object(
            'event_id', (p_delivery).event_id,
            'ticket_id', (p_delivery).ticket_id,
            'sequence', (p_delivery).sequence,
            'message', (
                SELECT jsonb_build_object(
                    'message_id', m.message_id, 'kind', m.kind, 'body', m.body, 'channel', m.channel,
                    'author_id', m.author_id, 'author_name', n.name, 'created_at', m.created_at,
                    'files', (
                        SELECT coalesce(jsonb_agg(jsonb_build_object(
                            'attachment_id', a.attachment_id, 'filename', a.filename, 'media_type', a.media_type,
                            'size_bytes', a.size_bytes, 'sha256', a.sha256
                        ) ORDER BY a.attachment_id), '[]')
                        FROM helpdesk.attachment AS a
                        WHERE a.message_id = m.message_id
                    )
                )
                FROM helpdesk.message AS m
                LEFT JOIN helpdesk.named_person AS n ON n.person_id = m.author_id
                WHERE m.message_id = ((p_delivery).payload ->> 'message_id')::bigint AND m.deleted_at IS NULL
            )
        )
    )::text;
END;

COMMENT ON FUNCTION helpdesk.write_delivery IS
'The body of a delivery, as docs/webhooks.md has it: the same at each attempt, but for the text of its message, which '
'is as it is now, so that what was taken away since goes nowhere.';
