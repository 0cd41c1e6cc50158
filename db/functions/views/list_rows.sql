-- Planned once a session: with so many joins that takes longer than it runs.
CREATE OR REPLACE FUNCTION helpdesk.list_rows(p_ticket_ids bigint[]) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    v_me bigint := helpdesk.me();
    v_now timestamptz := helpdesk.clock();
    v_present_since timestamptz := helpdesk.presence_begins_at();
BEGIN
    RETURN (
        SELECT coalesce(jsonb_agg(to_jsonb(r) - 'place' ORDER BY r.place), '[]')
        FROM (
            SELECT
                u.place, t.ticket_id, t.reference, t.subject, t.status, t.status_category, t.priority, t.priority_rank,
                t.ticket_type, t.channel, t.requester_id, r.name AS requester_name, t.organisation_id,
                o.name AS organisation_name, t.department_id, d.name AS department_name, t.assignee_id,
                a.name AS assignee_name, t.merged_into_id, t.snoozed_until, t.is_spam, t.due_at, t.next_due_at,
                CASE WHEN t.next_due_at <= v_now THEN 'breached' ELSE t.sla_state END AS sla_state,
                t.version, t.created_at, t.updated_at, t.first_response_at, t.last_message_at, t.resolved_at,
                coalesce(m.has_mention, false) AS has_mention,
                coalesce(m.has_alert, false) AS has_alert,
                coalesce(m.asks_me, false) AS asks_me,
                ARRAY(
                    SELECT g.name FROM helpdesk.tag_of_ticket AS g WHERE g.ticket_id = t.ticket_id ORDER BY g.name
                ) AS tags,
                f.person_id IS NOT NULL AS is_followed,
                CASE
                    WHEN l.person_id IS NULL THEN t.first_response_at IS NULL AND t.status_category IN ('new', 'open')
                    ELSE coalesce(t.last_message_id > l.last_message_id AND w.author_id IS DISTINCT FROM v_me, false)
                END AS is_new,
                coalesce(p.viewers, '[]') AS viewers
            FROM unnest(p_ticket_ids) WITH ORDINALITY AS u(ticket_id, place)
            JOIN helpdesk.ticket AS t ON t.ticket_id = u.ticket_id
            JOIN helpdesk.person AS r ON r.person_id = t.requester_id
            LEFT JOIN helpdesk.person AS a ON a.person_id = t.assignee_id
            LEFT JOIN helpdesk.organisation AS o ON o.organisation_id = t.organisation_id
            LEFT JOIN helpdesk.department AS d ON d.department_id = t.department_id
            LEFT JOIN helpdesk.ticket_follower AS f ON f.ticket_id = t.ticket_id AND f.person_id = v_me
            LEFT JOIN helpdesk.ticket_look AS l ON l.person_id = v_me AND l.ticket_id = t.ticket_id
            LEFT JOIN helpdesk.message AS w ON w.message_id = t.last_message_id
            LEFT JOIN LATERAL (
                SELECT
                    true AS has_mention,
                    bool_or(x.is_open) AS has_alert,
                    bool_or(x.is_open AND x.mentioned_id = v_me) AS asks_me
                FROM (
                    SELECT y.mentioned_id, y.escalation_id IS NOT NULL AND y.addressed_at IS NULL AS is_open
                    FROM helpdesk.mention AS y
                    WHERE y.ticket_id = t.ticket_id
                ) AS x
                HAVING count(*) > 0
            ) AS m ON true
            LEFT JOIN LATERAL (
                SELECT jsonb_agg(
                    jsonb_build_object('person_id', x.person_id, 'name', n.name, 'is_replying', x.is_replying)
                    ORDER BY x.is_replying DESC, n.name
                ) AS viewers
                FROM helpdesk.ticket_presence AS x
                JOIN helpdesk.person AS n USING (person_id)
                WHERE x.ticket_id = t.ticket_id AND x.person_id <> v_me AND x.seen_at > v_present_since
            ) AS p ON true
        ) AS r
    );
END
$$;

COMMENT ON FUNCTION helpdesk.list_rows IS
'Tickets that the caller, a member of staff, sees, in this order, with what a list shows: columns as in api.tickets, '
'read for all at once.';
