CREATE OR REPLACE FUNCTION helpdesk.list_thread(
    p_ticket_id bigint,
    p_before_message_id bigint,
    p_before_event_id bigint,
    p_max_lines int
) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    v_is_staff boolean := helpdesk.actor_role() <> 'customer';
    v_size int := least(greatest(coalesce(p_max_lines, 50), 1), 200);
BEGIN
    RETURN (
        -- Both lists come by their key, which is their order in time; what is taken of each are its first ones.
        WITH message AS (
            SELECT m.message_id, min(m.created_at) OVER (ORDER BY m.message_id DESC) AS at
            FROM (
                SELECT m.message_id, m.created_at
                FROM helpdesk.message AS m
                WHERE m.ticket_id = p_ticket_id
                    AND (p_before_message_id IS NULL OR m.message_id < p_before_message_id)
                    AND (v_is_staff OR m.kind = 'reply' AND m.deleted_at IS NULL)
                ORDER BY m.message_id DESC
                LIMIT v_size + 1
            ) AS m
        ),
        event AS (
            SELECT e.event_id, min(e.at) OVER (ORDER BY e.event_id DESC) AS at
            FROM (
                SELECT e.event_id, e.at
                FROM helpdesk.event AS e
                WHERE e.ticket_id = p_ticket_id
                    AND (p_before_event_id IS NULL OR e.event_id < p_before_event_id)
                    AND e.kind NOT IN ('reply_created', 'automatic_reply', 'internal_note_added')
                    AND (
                        v_is_staff
                        OR EXISTS (SELECT FROM helpdesk.event_kind AS k WHERE k.kind = e.kind AND k.is_public)
                    )
                ORDER BY e.event_id DESC
                LIMIT v_size + 1
            ) AS e
        ),
        line AS (
            SELECT
                u.*, row_number() OVER (ORDER BY u.at DESC, u.event_id DESC NULLS LAST, u.message_id DESC) AS number
            FROM (
                SELECT m.message_id, NULL::bigint AS event_id, m.at FROM message AS m
                UNION ALL
                SELECT NULL, e.event_id, e.at FROM event AS e
            ) AS u
        ),
        shown AS (SELECT l.* FROM line AS l WHERE l.number <= v_size),
        mail AS (
            SELECT
                o.message_id,
                jsonb_agg(jsonb_build_object(
                    'outgoing_mail_id', o.outgoing_mail_id, 'state', o.state, 'address', o.address,
                    'not_before', o.not_before, 'sent_at', o.sent_at, 'last_answer', o.last_answer
                ) ORDER BY o.outgoing_mail_id) AS mails
            FROM (
                SELECT o.*
                FROM helpdesk.outgoing_mail AS o
                WHERE v_is_staff AND o.ticket_id = p_ticket_id
                    AND o.message_id = ANY (ARRAY(SELECT s.message_id FROM shown AS s))
                ORDER BY o.outgoing_mail_id DESC
                LIMIT 500
            ) AS o
            GROUP BY o.message_id
        )
        SELECT jsonb_build_object(
            'lines', coalesce(jsonb_agg(
                CASE WHEN s.message_id IS NOT NULL THEN jsonb_build_object(
                    'event_id', NULL, 'message_id', m.message_id, 'kind', m.kind, 'at', m.created_at,
                    'actor_id', m.author_id, 'actor_name', a.name,
                    'is_by_staff', a.person_id IS NULL OR a.role <> 'customer',
                    'body', CASE WHEN m.deleted_at IS NULL THEN left(m.body, 20000) END,
                    'is_cut', m.deleted_at IS NULL AND length(m.body) > 20000,
                    'channel', m.channel, 'is_pinned', m.is_pinned, 'is_unverified', m.is_unverified,
                    'sets_status', m.sets_status, 'edited_at', m.edited_at, 'deleted_at', m.deleted_at,
                    'files', helpdesk.list_files(NULL, m.message_id), 'mails', coalesce(o.mails, '[]')
                ) ELSE jsonb_build_object(
                    'event_id', e.event_id, 'message_id', e.message_id, 'kind', e.kind, 'at', e.at,
                    'actor_id', e.actor_id, 'actor_name', a.name, 'actor_role', e.actor_role,
                    'impersonator_id', e.impersonator_id, 'payload', e.payload,
                    'names', CASE WHEN v_is_staff AND (e.kind = 'ticket_assigned' OR e.payload ? 'person_ids') THEN
                        helpdesk.people_in_event(e.kind, e.payload)
                    END
                ) END
                ORDER BY s.number DESC
            ), '[]'),
            'before_message_id', coalesce(min(s.message_id), p_before_message_id),
            'before_event_id', coalesce(min(s.event_id), p_before_event_id),
            'has_more', EXISTS (SELECT FROM line AS l WHERE l.number > v_size)
        )
        FROM shown AS s
        LEFT JOIN helpdesk.message AS m ON m.message_id = s.message_id
        LEFT JOIN helpdesk.event AS e ON e.event_id = s.event_id
        LEFT JOIN helpdesk.person AS a ON a.person_id = coalesce(m.author_id, e.actor_id)
        LEFT JOIN mail AS o ON o.message_id = s.message_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.list_thread IS
'A page of a ticket''s messages and events as the caller, who must see the ticket, sees them in timeline: the newest '
'p_max_lines before the given ones, oldest first, and from where the next page goes on.';
