-- Each query lists the rows that break a rule of the ticket history; all must be empty.

-- rule: ids of events are in the order of time
SELECT e.ticket_id, e.event_id
FROM (SELECT e.*, lag(e.at) OVER (PARTITION BY e.ticket_id ORDER BY e.event_id) AS last_at FROM helpdesk.event AS e) AS e
WHERE e.at < e.last_at;

-- rule: a history begins with the creation, once
SELECT t.ticket_id
FROM helpdesk.ticket AS t
LEFT JOIN helpdesk.event AS e ON e.ticket_id = t.ticket_id AND e.kind = 'ticket_created'
GROUP BY t.ticket_id
HAVING count(e.event_id) <> 1
    OR min(e.event_id) <> (SELECT min(f.event_id) FROM helpdesk.event AS f WHERE f.ticket_id = t.ticket_id)
    OR min(e.at) <> t.created_at;

-- rule: each change begins where the last one ended
SELECT e.ticket_id, e.event_id, e.kind, e.payload
FROM (
    SELECT e.*, lag(e.value) OVER (PARTITION BY e.ticket_id, e.field ORDER BY e.event_id) AS last_value
    FROM (
        SELECT e.ticket_id, e.event_id, e.kind, e.payload, f.field, f.value
        FROM helpdesk.event AS e
        CROSS JOIN LATERAL (VALUES
            ('status', CASE e.kind WHEN 'ticket_created' THEN e.payload ->> 'status' WHEN 'ticket_status_changed' THEN e.payload ->> 'to' END),
            ('priority', CASE e.kind WHEN 'ticket_created' THEN e.payload ->> 'priority' WHEN 'ticket_priority_changed' THEN e.payload ->> 'to' END),
            ('department', CASE e.kind WHEN 'ticket_created' THEN e.payload ->> 'department_id' WHEN 'department_changed' THEN e.payload ->> 'to' END),
            ('assignee', CASE e.kind WHEN 'ticket_created' THEN coalesce(e.payload ->> 'assignee_id', '') WHEN 'ticket_assigned' THEN e.payload ->> 'to' END)
        ) AS f(field, value)
        WHERE f.value IS NOT NULL
    ) AS e
) AS e
WHERE e.kind <> 'ticket_created' AND coalesce(e.payload ->> 'from', '') <> e.last_value;

-- rule: the ticket is what its history makes of it
WITH last AS (
    SELECT
        e.ticket_id,
        (array_agg(coalesce(e.payload ->> 'to', e.payload ->> 'status') ORDER BY e.event_id DESC)
            FILTER (WHERE e.kind IN ('ticket_created', 'ticket_status_changed')))[1] AS status,
        (array_agg(coalesce(e.payload ->> 'to', e.payload ->> 'priority') ORDER BY e.event_id DESC)
            FILTER (WHERE e.kind IN ('ticket_created', 'ticket_priority_changed')))[1] AS priority,
        (array_agg(coalesce(e.payload ->> 'to', e.payload ->> 'department_id') ORDER BY e.event_id DESC)
            FILTER (WHERE e.kind IN ('ticket_created', 'department_changed')))[1]::bigint AS department_id,
        (array_agg(coalesce(e.payload ->> 'to', e.payload ->> 'assignee_id') ORDER BY e.event_id DESC)
            FILTER (WHERE e.kind IN ('ticket_created', 'ticket_assigned')))[1]::bigint AS assignee_id,
        (array_agg(e.payload ORDER BY e.event_id))[1] AS first
    FROM helpdesk.event AS e
    GROUP BY e.ticket_id
)
SELECT t.ticket_id
FROM helpdesk.ticket AS t
JOIN last AS l USING (ticket_id)
JOIN helpdesk.status AS s ON s.status = t.status
WHERE (t.status, t.priority, t.department_id, t.assignee_id, t.status_category)
        IS DISTINCT FROM (l.status, l.priority, l.department_id, l.assignee_id, s.category)
    OR (t.requester_id, t.organisation_id, t.channel, t.ticket_type) IS DISTINCT FROM (
        (l.first ->> 'requester_id')::bigint, (l.first ->> 'organisation_id')::bigint, l.first ->> 'channel', l.first ->> 'ticket_type'
    );

-- rule: the instants of the ticket are those of its history
WITH moved AS (
    SELECT
        e.ticket_id,
        max(e.at) FILTER (WHERE n.is_solved AND NOT o.is_solved) AS resolved_at,
        max(e.at) FILTER (WHERE n.category = 'closed') AS closed_at,
        max(e.at) FILTER (WHERE o.is_solved AND NOT n.is_solved) AS reopened_at
    FROM helpdesk.event AS e
    JOIN (SELECT *, category IN ('solved', 'closed') AS is_solved FROM helpdesk.status) AS n ON n.status = e.payload ->> 'to'
    JOIN (SELECT *, category IN ('solved', 'closed') AS is_solved FROM helpdesk.status) AS o ON o.status = e.payload ->> 'from'
    WHERE e.kind = 'ticket_status_changed'
    GROUP BY e.ticket_id
),
expected AS (
    SELECT
        t.ticket_id, m.resolved_at, m.closed_at, m.reopened_at,
        (SELECT min(e.at) FROM helpdesk.event AS e
         WHERE e.ticket_id = t.ticket_id AND e.kind = 'reply_created' AND e.payload @> '{"author_is_staff": true}') AS first_response_at,
        (SELECT max(m.created_at) FROM helpdesk.message AS m WHERE m.ticket_id = t.ticket_id) AS last_message_at,
        (SELECT max(e.at) FROM helpdesk.event AS e
         WHERE e.ticket_id = t.ticket_id
            AND e.kind NOT IN ('tag_added', 'help_addressed', 'rated', 'sla_met', 'sla_warning', 'sla_breached')) AS updated_at
    FROM helpdesk.ticket AS t
    LEFT JOIN moved AS m USING (ticket_id)
)
SELECT t.ticket_id
FROM helpdesk.ticket AS t
JOIN expected AS x USING (ticket_id)
WHERE (t.first_response_at, t.last_message_at, t.updated_at, t.reopened_at)
        IS DISTINCT FROM (x.first_response_at, x.last_message_at, x.updated_at, x.reopened_at)
    OR t.resolved_at <> x.resolved_at
    OR t.closed_at <> x.closed_at;

-- rule: every change of status is an allowed transition for its actor
SELECT e.ticket_id, e.event_id, e.actor_role, e.payload
FROM helpdesk.event AS e
WHERE e.kind = 'ticket_status_changed' AND NOT EXISTS (
    SELECT 1
    FROM helpdesk.status_transition AS s
    WHERE s.from_status = e.payload ->> 'from' AND s.to_status = e.payload ->> 'to'
        AND (e.actor_role = ANY (s.roles) OR s.to_status IN (SELECT m.sets_status FROM helpdesk.message AS m WHERE m.ticket_id = e.ticket_id)
            OR s.to_status = 'waiting_on_agent')
);

-- rule: resolved, closed, reopened and escalated are told where they happen, and only there
SELECT e.ticket_id, e.at
FROM helpdesk.event AS e
JOIN helpdesk.status AS n ON n.status = e.payload ->> 'to'
JOIN helpdesk.status AS o ON o.status = e.payload ->> 'from'
FULL JOIN helpdesk.event AS f ON f.ticket_id = e.ticket_id AND f.at = e.at
    AND f.kind IN ('ticket_resolved', 'ticket_closed', 'ticket_reopened', 'ticket_escalated')
WHERE e.kind = 'ticket_status_changed' AND f.kind IS DISTINCT FROM CASE
        WHEN n.category = 'closed' THEN 'ticket_closed'
        WHEN n.category = 'solved' THEN 'ticket_resolved'
        WHEN o.category IN ('solved', 'closed') THEN 'ticket_reopened'
        WHEN n.status = 'escalated' THEN 'ticket_escalated'
    END;

-- rule: every message has its event, at its instant, by its author
SELECT m.message_id
FROM helpdesk.message AS m
LEFT JOIN helpdesk.event AS e ON e.message_id = m.message_id AND e.kind IN ('reply_created', 'internal_note_added')
LEFT JOIN helpdesk.agent AS a ON a.person_id = m.author_id
GROUP BY m.message_id, a.person_id
HAVING count(e.event_id) <> 1
    OR min(e.ticket_id) <> m.ticket_id
    OR min(e.at) <> m.created_at
    OR min(e.kind) <> CASE m.kind WHEN 'reply' THEN 'reply_created' ELSE 'internal_note_added' END
    OR (min(e.payload ->> 'author_is_staff'))::boolean <> (a.person_id IS NOT NULL)
    OR min(e.actor_id) <> m.author_id
    OR m.created_at < (SELECT t.created_at FROM helpdesk.ticket AS t WHERE t.ticket_id = m.ticket_id);

-- rule: a message that sets a status does
SELECT m.message_id
FROM helpdesk.message AS m
WHERE m.sets_status IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM helpdesk.event AS e
    WHERE e.ticket_id = m.ticket_id AND e.at = m.created_at AND e.kind = 'ticket_status_changed' AND e.payload ->> 'to' = m.sets_status
);

-- rule: version counts the updates
SELECT t.ticket_id, t.version
FROM helpdesk.ticket AS t
CROSS JOIN LATERAL (
    SELECT count(DISTINCT (e.at, e.message_id)) FILTER (WHERE e.kind IN ('reply_created', 'internal_note_added'))
        + count(*) FILTER (WHERE e.kind IN ('ticket_assigned', 'department_changed', 'ticket_priority_changed'))
        + count(*) FILTER (WHERE e.kind = 'ticket_status_changed' AND NOT EXISTS (
            SELECT 1 FROM helpdesk.message AS m WHERE m.ticket_id = t.ticket_id AND m.created_at = e.at
        )) AS updates
    FROM helpdesk.event AS e
    WHERE e.ticket_id = t.ticket_id
) AS u
WHERE t.version <> u.updates + 1;

-- rule: tags are those that were added
SELECT coalesce(e.ticket_id, g.ticket_id)
FROM (SELECT e.ticket_id, (e.payload -> 'tag_id')::bigint AS tag_id FROM helpdesk.event AS e WHERE e.kind = 'tag_added') AS e
FULL JOIN helpdesk.ticket_tag AS g USING (ticket_id, tag_id)
WHERE e.ticket_id IS NULL OR g.ticket_id IS NULL;

-- rule: a request for help has its note, its event and its mentions
SELECT x.escalation_id
FROM helpdesk.escalation AS x
JOIN helpdesk.message AS m USING (message_id)
LEFT JOIN helpdesk.event AS e ON e.message_id = x.message_id AND e.kind = 'help_requested'
WHERE m.kind <> 'note'
    OR (m.ticket_id, m.author_id, m.created_at) IS DISTINCT FROM (x.ticket_id, x.requested_by, x.created_at)
    OR e.payload IS DISTINCT FROM jsonb_build_object(
        'escalation_id', x.escalation_id,
        'requested_by', x.requested_by,
        'person_ids', (SELECT jsonb_agg(n.mentioned_id ORDER BY n.mentioned_id) FROM helpdesk.mention AS n WHERE n.escalation_id = x.escalation_id)
    );

-- rule: help is addressed as often as the history says
SELECT n.mention_id
FROM helpdesk.mention AS n
FULL JOIN (SELECT * FROM helpdesk.event AS e WHERE e.kind = 'help_addressed') AS e
    ON e.ticket_id = n.ticket_id AND e.message_id = n.message_id AND e.actor_id = n.mentioned_id
WHERE n.addressed_at IS DISTINCT FROM e.at OR n.read_at > n.addressed_at OR n.read_at < n.created_at;

-- rule: a handle in a note is a mention and an event
SELECT m.message_id
FROM helpdesk.message AS m
WHERE m.kind = 'note' AND (m.body ~ '@[a-z]') IS DISTINCT FROM (
    EXISTS (SELECT 1 FROM helpdesk.mention AS n JOIN helpdesk.person AS p ON p.person_id = n.mentioned_id
            WHERE n.message_id = m.message_id AND n.escalation_id IS NULL AND m.body LIKE '%@' || p.handle || '%')
    AND EXISTS (SELECT 1 FROM helpdesk.event AS e WHERE e.message_id = m.message_id AND e.kind = 'mentioned')
);

-- rule: assignees, authors and those who were asked follow
SELECT x.ticket_id, x.person_id
FROM (
    SELECT e.ticket_id, (e.payload -> 'to')::bigint AS person_id FROM helpdesk.event AS e WHERE e.kind = 'ticket_assigned'
    UNION
    SELECT m.ticket_id, m.author_id FROM helpdesk.message AS m JOIN helpdesk.agent AS a ON a.person_id = m.author_id
    UNION
    SELECT n.ticket_id, n.mentioned_id FROM helpdesk.mention AS n
) AS x
FULL JOIN helpdesk.ticket_follower AS f USING (ticket_id, person_id)
WHERE x.ticket_id IS NULL OR f.ticket_id IS NULL;

-- rule: only full agents have tickets, and a transferred one belongs to a team of the department
SELECT t.ticket_id
FROM helpdesk.ticket AS t
JOIN helpdesk.agent AS a ON a.person_id = t.assignee_id
WHERE a.is_light OR NOT EXISTS (
    SELECT 1 FROM helpdesk.department_member AS m
    WHERE m.person_id = t.assignee_id AND m.department_id IN (
        t.department_id, (SELECT (e.payload -> 'from')::bigint FROM helpdesk.event AS e WHERE e.ticket_id = t.ticket_id AND e.kind = 'department_changed')
    )
);

-- rule: nothing is in the future
SELECT e.ticket_id FROM helpdesk.event AS e WHERE e.at > helpdesk.clock()
UNION ALL
SELECT n.ticket_id FROM helpdesk.notification AS n WHERE n.read_at > helpdesk.clock();

-- rule: references follow the ids
SELECT t.ticket_id
FROM helpdesk.ticket AS t
WHERE t.reference <> helpdesk.setting_text('ticket_reference_prefix') || '-' || lpad(t.ticket_id::text, greatest(5, length(t.ticket_id::text)), '0');

-- rule: what is resolved for longer than a week is closed
SELECT t.ticket_id
FROM helpdesk.ticket AS t
WHERE t.status_category = 'solved'
    AND t.resolved_at < helpdesk.clock() - make_interval(days => helpdesk.setting_int('auto_close_resolved_after_days') + 1);

-- rule: events carry the SLA facts that the rules give them
SELECT e.event_id, e.kind, e.sla, f.sla
FROM (SELECT * FROM helpdesk.event AS e WHERE e.sla IS NOT NULL) AS e
FULL JOIN (SELECT * FROM helpdesk.list_sla_facts(1, (SELECT max(t.ticket_id) FROM helpdesk.ticket AS t)) AS f WHERE f.sla IS NOT NULL) AS f
    USING (event_id)
WHERE e.sla IS DISTINCT FROM f.sla;

-- rule: the SLA clocks are what the history gives
SELECT * FROM helpdesk.check_sla_cache(1, (SELECT max(t.ticket_id) FROM helpdesk.ticket AS t));

-- rule: every recorded breach and met target has its event, no other
SELECT coalesce(c.ticket_id, e.ticket_id), e.kind
FROM (
    SELECT c.ticket_id, c.metric, c.cycle, CASE WHEN c.breached_at IS NOT NULL THEN 'sla_breached' WHEN c.state = 'met' THEN 'sla_met' END AS kind
    FROM helpdesk.sla_clock AS c
    WHERE c.breached_at IS NOT NULL OR c.state = 'met'
    UNION ALL
    SELECT c.ticket_id, c.metric, c.cycle, 'sla_warning' FROM helpdesk.sla_clock AS c WHERE c.warned_at IS NOT NULL
) AS c
FULL JOIN (
    SELECT e.ticket_id, e.payload ->> 'metric' AS metric, (e.payload -> 'cycle')::int AS cycle, e.kind
    FROM helpdesk.event AS e
    WHERE e.kind IN ('sla_breached', 'sla_met', 'sla_warning')
) AS e USING (ticket_id, metric, cycle, kind)
WHERE c.ticket_id IS NULL OR e.ticket_id IS NULL;

-- rule: the sweep finds nothing that happened before the data ended
SELECT c.ticket_id, c.metric
FROM helpdesk.sla_clock AS c
WHERE c.next_check_at < (SELECT max(e.at) FROM helpdesk.event AS e WHERE e.kind <> 'ticket_closed') - interval '1 day';

-- rule: bells ring for people who sign in, and not for what they did themselves
SELECT n.notification_id
FROM helpdesk.notification AS n
JOIN helpdesk.person AS p USING (person_id)
JOIN helpdesk.event AS e USING (event_id)
LEFT JOIN helpdesk.event_kind AS k ON k.kind = n.kind
WHERE p.is_guest OR n.person_id = e.actor_id OR (n.ticket_id, n.kind, n.created_at) IS DISTINCT FROM (e.ticket_id, e.kind, e.at)
    OR p.role = 'customer' AND NOT k.is_public;

-- rule: all staff who were told something can see the ticket
SELECT n.notification_id
FROM helpdesk.notification AS n
JOIN helpdesk.agent AS a USING (person_id)
WHERE n.kind <> 'ticket_assigned' AND NOT EXISTS (
    SELECT 1 FROM helpdesk.ticket_follower AS f WHERE f.ticket_id = n.ticket_id AND f.person_id = n.person_id
);
