CREATE FUNCTION api.share_presence(
    ticket_id bigint,
    is_replying boolean DEFAULT false,
    seen_message_id bigint DEFAULT NULL
) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_ticket helpdesk.ticket := helpdesk.see_ticket(share_presence.ticket_id);
    v_me bigint := helpdesk.me();
    v_is_replying boolean := coalesce(share_presence.is_replying, false);
    v_last_id bigint := coalesce(
        (SELECT max(m.message_id) FROM helpdesk.message AS m WHERE m.ticket_id = v_ticket.ticket_id), 0
    );
    v_since_id bigint;
    v_recent timestamptz := helpdesk.presence_begins_at();
BEGIN
    INSERT INTO helpdesk.ticket_presence AS p (ticket_id, person_id, is_replying, replying_since_id, seen_at)
    VALUES (v_ticket.ticket_id, v_me, v_is_replying, CASE WHEN v_is_replying THEN v_last_id END, helpdesk.clock())
    ON CONFLICT (ticket_id, person_id) DO UPDATE
    SET is_replying = excluded.is_replying,
        replying_since_id = CASE
            WHEN NOT excluded.is_replying THEN NULL
            WHEN p.seen_at > v_recent THEN coalesce(p.replying_since_id, excluded.replying_since_id)
            ELSE excluded.replying_since_id
        END,
        seen_at = excluded.seen_at
    RETURNING p.replying_since_id INTO v_since_id;
    PERFORM helpdesk.keep_look(v_ticket.ticket_id, v_last_id);
    v_since_id := coalesce(share_presence.seen_message_id, v_since_id);
    RETURN jsonb_build_object(
        'version', v_ticket.version,
        'last_message_id', nullif(v_last_id, 0),
        'others', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'person_id', p.person_id, 'name', a.name, 'is_replying', p.is_replying, 'seen_at', p.seen_at
            ) ORDER BY p.is_replying DESC, a.name), '[]')
            FROM helpdesk.ticket_presence AS p
            JOIN helpdesk.person AS a USING (person_id)
            WHERE p.ticket_id = v_ticket.ticket_id AND p.person_id <> v_me AND p.seen_at > v_recent
        ),
        'collisions', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'message_id', m.message_id, 'kind', m.kind, 'author_id', m.author_id,
                'author_name', helpdesk.person_name(m.author_id), 'created_at', m.created_at
            ) ORDER BY m.message_id), '[]')
            FROM helpdesk.message AS m
            WHERE m.ticket_id = v_ticket.ticket_id
                AND m.message_id > v_since_id
                AND m.author_id <> v_me
                AND m.kind IN ('reply', 'note')
                AND m.deleted_at IS NULL
        )
    );
END
$$;

COMMENT ON FUNCTION api.share_presence IS
$$Say that the caller looks at a ticket, and who else does

Call it every 10 to 20 seconds while the ticket is open; is_replying while an answer is being written. Returns
{"version", "last_message_id", "others": [{"person_id", "name", "is_replying", "seen_at"}], "collisions":
[{"message_id", "kind", "author_id", "author_name", "created_at"}]}. others: seen within setting presence_within_seconds
(30). collisions: what others wrote since the caller's answer was begun, or since seen_message_id. What is there now is
nothing new to the caller any more (is_new of rpc/list_tickets). Raises PD001.$$;
GRANT EXECUTE ON FUNCTION api.share_presence TO agent, admin;
