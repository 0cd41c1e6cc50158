CREATE OR REPLACE FUNCTION helpdesk.export_tickets(p_person_id bigint, p_after_ticket_id bigint, p_limit int)
RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    RETURN (
        SELECT coalesce(jsonb_agg(
            jsonb_build_object(
                'ticket_id', t.ticket_id,
                'reference', t.reference,
                'subject', t.subject,
                'description', t.description,
                'status', t.status,
                'priority', t.priority,
                'ticket_type', t.ticket_type,
                'channel', t.channel,
                'created_at', t.created_at,
                'resolved_at', t.resolved_at,
                'closed_at', t.closed_at,
                'custom_fields', (
                    SELECT to_jsonb(c) - 'ticket_id' FROM helpdesk.ticket_custom AS c WHERE c.ticket_id = t.ticket_id
                ),
                'messages', (
                    SELECT coalesce(jsonb_agg(
                        jsonb_build_object(
                            'message_id', m.message_id,
                            'created_at', m.created_at,
                            'author_name', helpdesk.person_name(m.author_id),
                            'is_own', m.author_id = p_person_id,
                            'body', m.body
                        ) ORDER BY m.message_id
                    ), '[]')
                    FROM helpdesk.message AS m
                    WHERE m.ticket_id = t.ticket_id AND m.kind = 'reply' AND m.deleted_at IS NULL
                ),
                'files', (
                    SELECT coalesce(jsonb_agg(
                        jsonb_build_object(
                            'attachment_id', a.attachment_id,
                            'message_id', a.message_id,
                            'filename', a.filename,
                            'media_type', a.media_type,
                            'size_bytes', a.size_bytes,
                            'sha256', a.sha256
                        ) ORDER BY a.attachment_id
                    ), '[]')
                    FROM helpdesk.attachment AS a
                    LEFT JOIN helpdesk.message AS m ON m.message_id = a.message_id
                    WHERE a.ticket_id = t.ticket_id
                        AND a.side_message_id IS NULL
                        AND a.state = 'clean'
                        AND coalesce(m.kind = 'reply' AND m.deleted_at IS NULL, true)
                ),
                'mails', (
                    SELECT coalesce(jsonb_agg(
                        jsonb_build_object(
                            'from_address', i.from_address,
                            'from_name', i.from_name,
                            'delivered_to', i.delivered_to,
                            'subject', i.subject,
                            'received_at', i.received_at
                        ) ORDER BY i.inbound_mail_id
                    ), '[]')
                    FROM helpdesk.inbound_mail AS i
                    WHERE i.ticket_id = t.ticket_id AND i.person_id = p_person_id
                ),
                'ratings', (
                    SELECT coalesce(jsonb_agg(
                        jsonb_build_object('rating', r.rating, 'comment', r.comment, 'created_at', r.created_at)
                        ORDER BY r.created_at
                    ), '[]')
                    FROM helpdesk.rating AS r
                    WHERE r.ticket_id = t.ticket_id
                )
            ) ORDER BY t.ticket_id
        ), '[]')
        FROM (
            SELECT t.*
            FROM helpdesk.ticket AS t
            WHERE t.requester_id = p_person_id AND t.ticket_id > p_after_ticket_id AND t.deleted_at IS NULL
            ORDER BY t.ticket_id
            LIMIT p_limit
        ) AS t
    );
END
$$;

COMMENT ON FUNCTION helpdesk.export_tickets IS
'The next p_limit tickets of a requester after one, with all that the requester may see of them.';
