-- The bell of the last thirty days, as helpdesk.tg_event__notify_people would have rung it; older ones nobody reads.
INSERT INTO helpdesk.notification (
    notification_id, person_id, event_id, ticket_id, kind, title, body, created_at, read_at, mail_state
)
OVERRIDING SYSTEM VALUE
SELECT
    (
        SELECT coalesce(max(n.notification_id), 0) FROM helpdesk.notification AS n
    ) + row_number() OVER (ORDER BY e.event_id, p.person_id),
    p.person_id,
    e.event_id,
    e.ticket_id,
    e.kind,
    format(k.notice_title, t.reference, coalesce(a.name, 'pgdesk')),
    left(coalesce(m.body, t.subject), 500),
    e.at,
    CASE
        WHEN e.at < r.ends_at - interval '3 days' OR pg_temp.roll(e.event_id + p.person_id, 70) < 0.5
        THEN least(e.at + pg_temp.roll(e.event_id + p.person_id, 71) * interval '8 hours', r.ends_at)
    END,
    'none'
FROM demo_run AS r
JOIN helpdesk.event AS e ON e.at > r.ends_at - interval '30 days'
JOIN helpdesk.ticket AS t USING (ticket_id)
JOIN helpdesk.event_kind AS k USING (kind)
LEFT JOIN helpdesk.person AS a ON a.person_id = e.actor_id
LEFT JOIN helpdesk.message AS m ON m.message_id = e.message_id
CROSS JOIN LATERAL (
    SELECT (w.value #>> '{}')::bigint AS person_id
    FROM jsonb_array_elements(e.payload -> 'person_ids') AS w
    WHERE e.kind IN ('mentioned', 'help_requested', 'help_addressed')
    UNION
    SELECT (e.payload ->> 'to')::bigint WHERE e.kind = 'ticket_assigned'
    UNION
    -- The assignee is a follower since the assignment.
    SELECT f.person_id
    FROM helpdesk.ticket_follower AS f
    WHERE f.ticket_id = e.ticket_id
        AND f.created_at <= e.at
        AND e.kind NOT IN ('mentioned', 'help_requested', 'help_addressed', 'ticket_assigned')
    UNION
    SELECT t.requester_id WHERE k.is_for_requester
) AS w
JOIN helpdesk.person AS p ON p.person_id = w.person_id
WHERE k.notice_title IS NOT NULL
    -- Nothing else can have an event in these days.
    AND (t.updated_at > r.ends_at - interval '30 days' OR t.status_category NOT IN ('solved', 'closed'))
    AND e.ticket_id BETWEEN current_setting('demo.first')::bigint AND current_setting('demo.last')::bigint
    AND NOT p.is_guest
    AND p.person_id IS DISTINCT FROM e.actor_id
    -- A customer who wrote by mail is no actor of the event, but needs no bell for the own words.
    AND p.person_id IS DISTINCT FROM m.author_id;
