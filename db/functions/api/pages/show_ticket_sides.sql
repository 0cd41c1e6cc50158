CREATE FUNCTION api.show_ticket_sides(ticket_id bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    -- Raises PD001, so that the rest asks for what is there.
    v_requester jsonb := api.requester_context(show_ticket_sides.ticket_id);
    v_id bigint := show_ticket_sides.ticket_id;
BEGIN
    RETURN jsonb_build_object(
        'requester', v_requester,
        'custom_fields', api.shown_field_values(v_id),
        'sla', (
            SELECT coalesce(jsonb_agg(to_jsonb(s) ORDER BY s.metric, s.cycle), '[]') FROM api.explain_sla(v_id) AS s
        ),
        'followers', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'person_id', f.person_id, 'name', p.name, 'reason', f.reason
            ) ORDER BY p.name), '[]')
            FROM api.ticket_followers AS f
            JOIN api.people AS p USING (person_id)
            WHERE f.ticket_id = v_id
        ),
        'links', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'link_id', l.link_id, 'kind', l.kind, 'is_from', l.from_id = v_id, 'ticket_id', t.ticket_id,
                'reference', t.reference, 'subject', t.subject, 'status', t.status, 'priority', t.priority
            ) ORDER BY l.link_id), '[]')
            FROM (
                SELECT l.*
                FROM api.ticket_links AS l
                WHERE l.from_id = v_id OR l.to_id = v_id
                ORDER BY l.link_id DESC
                LIMIT 100
            ) AS l
            JOIN api.tickets AS t ON t.ticket_id = CASE WHEN l.from_id = v_id THEN l.to_id ELSE l.from_id END
        ),
        'merges', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'merge_id', m.merge_id, 'source_id', m.source_id, 'merged_by', m.merged_by, 'merged_at', m.merged_at,
                'messages', m.messages, 'undone_at', m.undone_at
            ) ORDER BY m.merge_id DESC), '[]')
            FROM (
                SELECT m.* FROM api.ticket_merges AS m WHERE m.target_id = v_id ORDER BY m.merge_id DESC LIMIT 20
            ) AS m
        ),
        'side_conversations', (
            SELECT coalesce(jsonb_agg(to_jsonb(c) || jsonb_build_object(
                'participants', (
                    SELECT coalesce(jsonb_agg(
                        jsonb_build_object('person_id', p.person_id, 'name', n.name, 'address', p.address)
                    ), '[]')
                    FROM api.side_participants AS p
                    LEFT JOIN api.people AS n USING (person_id)
                    WHERE p.side_conversation_id = c.side_conversation_id
                ),
                'messages', (
                    SELECT count(*) FROM api.side_messages AS m WHERE m.side_conversation_id = c.side_conversation_id
                )
            ) ORDER BY c.side_conversation_id DESC), '[]')
            FROM (
                SELECT c.*
                FROM api.side_conversations AS c
                WHERE c.ticket_id = v_id
                ORDER BY c.side_conversation_id DESC
                LIMIT 20
            ) AS c
        ),
        'checklist', (
            SELECT coalesce(jsonb_agg(to_jsonb(i) - 'ticket_id' ORDER BY i.position, i.checklist_item_id), '[]')
            FROM api.checklist_items AS i
            WHERE i.ticket_id = v_id
        ),
        'times', (
            SELECT jsonb_build_object(
                'minutes', coalesce(sum(e.minutes), 0),
                'billable_minutes', coalesce(sum(e.minutes) FILTER (WHERE e.is_billable), 0),
                'entries', count(*)
            )
            FROM api.time_entries AS e
            WHERE e.ticket_id = v_id
        ),
        'timer', (SELECT to_jsonb(t) FROM api.timers AS t LIMIT 1),
        'approvals', (
            SELECT coalesce(jsonb_agg(
                to_jsonb(a) - '{ticket_id,ticket_reference,ticket_subject}'::text[] || jsonb_build_object('votes', (
                    SELECT coalesce(
                        jsonb_agg(to_jsonb(v) - 'approval_id' ORDER BY v.person_name, v.approval_vote_id), '[]'
                    )
                    FROM api.approval_votes AS v
                    WHERE v.approval_id = a.approval_id
                ))
                ORDER BY a.approval_id DESC
            ), '[]')
            FROM (
                SELECT a.* FROM api.approvals AS a WHERE a.ticket_id = v_id ORDER BY a.approval_id DESC LIMIT 20
            ) AS a
        ),
        'escalations', (
            SELECT coalesce(jsonb_agg(to_jsonb(e) - 'staff_ids' || jsonb_build_object('asked', (
                SELECT jsonb_agg(jsonb_build_object(
                    'mention_id', m.mention_id, 'person_id', m.mentioned_id, 'name', p.name, 'read_at', m.read_at,
                    'addressed_at', m.addressed_at
                ) ORDER BY p.name)
                FROM api.mentions AS m
                JOIN api.people AS p ON p.person_id = m.mentioned_id
                WHERE m.escalation_id = e.escalation_id
            )) ORDER BY e.escalation_id DESC), '[]')
            FROM (
                SELECT e.* FROM api.escalations AS e WHERE e.ticket_id = v_id ORDER BY e.escalation_id DESC LIMIT 50
            ) AS e
        ),
        'firings', (
            SELECT coalesce(jsonb_agg(
                to_jsonb(f) - 'ticket_id' || jsonb_build_object('actor_name', p.name) ORDER BY f.firing_id DESC
            ), '[]')
            FROM (
                SELECT f.* FROM api.rule_firings AS f WHERE f.ticket_id = v_id ORDER BY f.firing_id DESC LIMIT 20
            ) AS f
            LEFT JOIN api.people AS p ON p.person_id = f.actor_id
        ),
        'guest_link', (SELECT to_jsonb(l) FROM api.guest_links AS l WHERE l.ticket_id = v_id)
    );
END
$$;

COMMENT ON FUNCTION api.show_ticket_sides IS
$$What stands beside a ticket on an agent's page

{"requester": as rpc/requester_context, "custom_fields": as rpc/shown_field_values, "sla": as rpc/explain_sla,
"followers": [{"person_id", "name", "reason"}], "links": [{"link_id", "kind", "is_from", "ticket_id", "reference",
"subject", "status", "priority"}], "merges": into it, "side_conversations": with "participants" and the number of
"messages", "checklist", "times": {"minutes", "billable_minutes", "entries"}, "timer": the caller's that runs,
"approvals": with "votes" as in approval_votes, "escalations": with "asked": [{"mention_id", "person_id", "name",
"read_at", "addressed_at"}], "firings": what rules did, as in rule_firings, with "actor_name", "guest_link"}; of long
lists the newest 20 to 100. Raises PD001.$$;
GRANT EXECUTE ON FUNCTION api.show_ticket_sides TO agent, admin;
