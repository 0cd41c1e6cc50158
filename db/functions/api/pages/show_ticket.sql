CREATE FUNCTION api.show_ticket(ticket_id bigint DEFAULT NULL, reference text DEFAULT NULL, max_lines int DEFAULT 50)
RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_is_customer boolean := helpdesk.actor_role() = 'customer';
    v_me bigint := helpdesk.me();
    v_ticket helpdesk.ticket := helpdesk.see_ticket(coalesce(
        show_ticket.ticket_id, helpdesk.see_reference(show_ticket.reference)
    ));
    v_id bigint := v_ticket.ticket_id;
BEGIN
    RETURN jsonb_build_object(
        'ticket', (
            SELECT to_jsonb(t) || jsonb_build_object(
                'department_name', (
                    SELECT d.name
                    FROM helpdesk.department AS d
                    WHERE d.department_id = t.department_id AND (v_me IS NOT NULL OR d.is_public AND d.is_active)
                ),
                'organisation_name', (
                    SELECT o.name
                    FROM helpdesk.organisation AS o
                    WHERE o.organisation_id = t.organisation_id AND (
                        NOT v_is_customer
                        OR EXISTS (
                            SELECT
                            FROM helpdesk.person AS p
                            WHERE p.person_id = v_me AND p.organisation_id = o.organisation_id
                        )
                    )
                )
            )
            FROM api.tickets AS t
            WHERE t.ticket_id = v_id
        ),
        'thread', helpdesk.list_thread(v_id, NULL, NULL, show_ticket.max_lines),
        'last_message_id', (
            SELECT m.message_id
            FROM helpdesk.message AS m
            WHERE m.ticket_id = v_id AND (NOT v_is_customer OR m.kind = 'reply' AND m.deleted_at IS NULL)
            ORDER BY m.message_id DESC
            LIMIT 1
        ),
        'files', helpdesk.list_files(v_id, NULL),
        'participants', (
            SELECT coalesce(
                jsonb_agg(jsonb_build_object('person_id', p.person_id, 'name', p.name) ORDER BY p.name), '[]'
            )
            FROM helpdesk.ticket_participant AS c
            JOIN helpdesk.person AS p USING (person_id)
            WHERE c.ticket_id = v_id
        ),
        'rating', (
            SELECT jsonb_build_object('rating', g.rating, 'comment', g.comment, 'created_at', g.created_at)
            FROM helpdesk.rating AS g
            WHERE g.ticket_id = v_id
            ORDER BY g.resolved_at DESC
            LIMIT 1
        ),
        'allowed', api.allowed_actions(v_id)
    ) || CASE WHEN v_is_customer THEN
        jsonb_build_object('custom_fields', api.shown_field_values(v_id))
    ELSE
        jsonb_build_object(
            'pinned', (
                SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'message_id', m.message_id, 'actor_id', m.author_id,
                    'actor_name', helpdesk.person_name(m.author_id), 'at', m.created_at, 'body', left(m.body, 2000)
                ) ORDER BY m.message_id), '[]')
                FROM (
                    SELECT n.*
                    FROM helpdesk.message AS n
                    WHERE n.ticket_id = v_id AND n.is_pinned AND n.deleted_at IS NULL
                    ORDER BY n.message_id
                    LIMIT 20
                ) AS m
            ),
            'clocks', (
                SELECT coalesce(jsonb_agg(to_jsonb(c) - 'ticket_id' ORDER BY c.metric), '[]')
                FROM (
                    SELECT DISTINCT ON (c.metric) c.*
                    FROM api.sla_clocks AS c
                    WHERE c.ticket_id = v_id
                    ORDER BY c.metric, c.cycle DESC
                ) AS c
            ),
            'drafts', (
                SELECT coalesce(jsonb_agg(to_jsonb(d) - 'person_id' - 'ticket_id' ORDER BY d.kind), '[]')
                FROM helpdesk.draft AS d
                WHERE d.ticket_id = v_id AND d.person_id = v_me
            ),
            'scheduled_replies', (
                SELECT coalesce(jsonb_agg(to_jsonb(r) - 'ticket_id' ORDER BY r.send_at), '[]')
                FROM helpdesk.scheduled_reply AS r
                WHERE r.ticket_id = v_id AND r.state = 'waiting'
            ),
            'present', (
                SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'person_id', p.person_id, 'name', helpdesk.person_name(p.person_id),
                    'is_replying', p.is_replying, 'seen_at', p.seen_at
                ) ORDER BY p.is_replying DESC, p.person_id), '[]')
                FROM helpdesk.ticket_presence AS p
                WHERE p.ticket_id = v_id AND p.person_id <> v_me AND p.seen_at > helpdesk.presence_begins_at()
            )
        )
    END;
END
$$;

COMMENT ON FUNCTION api.show_ticket IS
$$A ticket as a page shows it first

By ticket_id or reference. {"ticket": as in tickets, with department_name and organisation_name
(null: none, or one that the caller does not see), "thread": the newest
max_lines as rpc/show_thread gives them, "last_message_id": what rpc/reply takes as seen_message_id, "files": of the
description, "participants": [{"person_id", "name"}], "rating": the last, or null, "allowed": as rpc/allowed_actions}.
To customers also "custom_fields": [{"key", "label", "description", "field_type", "pattern", "min_value", "max_value",
"is_required_on_resolve", "customer_access", "options": [{"value", "label", "is_active"}], "value"}]. To staff also
"pinned": notes, "clocks": the last of each metric as in sla_clocks, "drafts": the caller's, "scheduled_replies": those
that wait, "present": [{"person_id", "name", "is_replying", "seen_at"}], others who look; what stands beside it says
rpc/show_ticket_sides. Raises PD001.$$;
GRANT EXECUTE ON FUNCTION api.show_ticket TO customer, agent, admin;
