CREATE TEMP TABLE demo_event_fact ON COMMIT DROP AS
SELECT s.ticket_id, s.step, s.position, f.sla
FROM (
    SELECT
        s.ticket_id,
        s.step,
        k.position,
        f.fact_id,
        lag(f.fact_id) OVER (PARTITION BY s.ticket_id ORDER BY s.step, k.position) AS last_fact_id
    FROM demo_step AS s
    JOIN demo_fact_kind AS k USING (scenario, step)
    JOIN demo_ticket AS t USING (ticket_id)
    JOIN demo_fact_of AS f
        ON f.fact_kind_id = k.fact_kind_id
        AND f.match_id = CASE WHEN k.is_transferred THEN t.next_match_id ELSE t.match_id END
        AND f.priority = CASE WHEN k.is_raised AND t.priority <> 'critical' THEN t.raised_priority ELSE t.priority END
) AS s
JOIN demo_fact AS f USING (fact_id)
WHERE s.last_fact_id IS DISTINCT FROM s.fact_id;
ANALYZE demo_event_fact (ticket_id, step, position);

-- Ids leave room: the SLA events of 4_clocks belong between them. The window gives the order, too.
INSERT INTO helpdesk.event (event_id, ticket_id, kind, at, actor_id, actor_role, message_id, payload, sla)
OVERRIDING SYSTEM VALUE
SELECT
    (SELECT coalesce(max(e.event_id), 0) FROM helpdesk.event AS e)
        + 10 * row_number() OVER (ORDER BY s.at, s.ticket_id, s.step, v.position),
    s.ticket_id,
    v.kind,
    s.at,
    CASE WHEN s.actor_role <> 'system' THEN s.actor_id END,
    s.actor_role,
    CASE WHEN k.action IN ('address', 'address_too') THEN e.message_id WHEN v.position <= 2 THEN s.message_id END,
    CASE v.kind
        WHEN 'ticket_created' THEN jsonb_build_object(
            'status', k.status, 'priority', t.priority, 'ticket_type', o.ticket_type, 'channel', t.channel,
            'requester_id', t.requester_id, 'organisation_id', t.organisation_id, 'department_id', t.department_id,
            'assignee_id', NULL, 'due_at', NULL
        )
        WHEN 'ticket_assigned' THEN jsonb_build_object(
            'from', CASE k.assignee_no WHEN 2 THEN t.assignee_id END, 'to', s.actor_id
        )
        WHEN 'tag_added' THEN (
            SELECT jsonb_build_object('tag_id', g.tag_id, 'name', g.name)
            FROM helpdesk.tag AS g
            WHERE g.name = o.tags[s.tag_no + t.slot::int % 2]
        )
        WHEN 'department_changed' THEN jsonb_build_object('from', t.department_id, 'to', t.next_department_id)
        WHEN 'ticket_priority_changed' THEN jsonb_build_object('from', t.priority, 'to', t.raised_priority)
        WHEN 'ticket_status_changed' THEN jsonb_build_object('from', k.old_status, 'to', k.status)
        WHEN 'reply_created' THEN jsonb_build_object(
            'author_is_staff', k.actor <> 'customer',
            'channel', CASE k.actor WHEN 'customer' THEN t.channel ELSE 'web' END
        )
        WHEN 'internal_note_added' THEN jsonb_build_object('author_is_staff', true, 'channel', 'web')
        WHEN 'mentioned' THEN jsonb_build_object('person_ids', ARRAY[t.colleague_id], 'mentioned_by', s.actor_id)
        WHEN 'help_requested' THEN jsonb_build_object(
            'escalation_id', e.escalation_id,
            'person_ids', CASE WHEN t.second_id IS NULL
                THEN ARRAY[t.colleague_id]
                ELSE ARRAY[least(t.colleague_id, t.second_id), greatest(t.colleague_id, t.second_id)]
            END,
            'requested_by', s.actor_id
        )
        WHEN 'help_addressed'
            THEN jsonb_build_object('escalation_id', e.escalation_id, 'person_ids', ARRAY[e.requested_by])
        ELSE '{}'
    END,
    f.sla
FROM demo_step AS s
JOIN demo_step_kind AS k USING (scenario, step)
JOIN demo_event_kind AS v USING (scenario, step)
JOIN demo_ticket AS t USING (ticket_id)
JOIN demo_topic AS o USING (topic_id)
LEFT JOIN helpdesk.escalation AS e ON e.ticket_id = s.ticket_id AND e.ticket_id >= current_setting('demo.first')::bigint
LEFT JOIN demo_event_fact AS f ON f.ticket_id = s.ticket_id AND f.step = s.step AND f.position = v.position;

DROP TABLE demo_event_fact;
