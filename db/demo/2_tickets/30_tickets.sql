INSERT INTO helpdesk.ticket (
    ticket_id, reference, subject, description, status, status_category, priority, priority_rank, ticket_type, channel,
    requester_id, organisation_id, department_id, assignee_id, version, created_at, updated_at, first_response_at,
    last_message_at, resolved_at, closed_at, reopened_at
)
OVERRIDING SYSTEM VALUE
SELECT
    t.ticket_id,
    x.prefix || '-' || lpad(t.ticket_id::text, greatest(5, length(t.ticket_id::text)), '0'),
    replace(s.body, '{number}', t.number),
    'Hello,' || E'\n\n' || replace(q.body, '{number}', t.number) || E'\n\nKind regards\n' || c.first_name,
    k.status,
    k.category,
    p.priority,
    p.position,
    o.ticket_type,
    t.channel,
    t.requester_id,
    t.organisation_id,
    CASE WHEN k.is_transferred THEN t.next_department_id ELSE t.department_id END,
    CASE WHEN k.is_assigned THEN CASE k.assignee_no WHEN 1 THEN t.assignee_id ELSE t.next_assignee_id END END,
    f.version,
    t.created_at,
    f.updated_at,
    f.first_response_at,
    f.last_message_at,
    CASE WHEN k.category IN ('solved', 'closed') THEN f.resolved_at END,
    CASE WHEN k.category = 'closed' THEN f.closed_at END,
    f.reopened_at
FROM demo_ticket AS t
JOIN demo_topic AS o USING (topic_id)
JOIN demo_customer AS c ON c.person_id = t.requester_id
JOIN (
    SELECT
        s.ticket_id,
        max(s.step) AS last_step,
        count(*) FILTER (WHERE k.is_update) + 1 AS version,
        max(s.at) FILTER (WHERE k.is_update OR k.action = 'create') AS updated_at,
        min(s.at) FILTER (WHERE k.message_kind = 'reply' AND k.actor = 'agent') AS first_response_at,
        max(s.at) FILTER (WHERE k.message_kind IS NOT NULL) AS last_message_at,
        max(s.at) FILTER (
            WHERE k.category IN ('solved', 'closed') AND k.old_category NOT IN ('solved', 'closed')
        ) AS resolved_at,
        max(s.at) FILTER (WHERE k.category = 'closed' AND k.old_category <> 'closed') AS closed_at,
        max(s.at) FILTER (
            WHERE k.old_category IN ('solved', 'closed') AND k.category NOT IN ('solved', 'closed')
        ) AS reopened_at
    FROM demo_step AS s
    JOIN demo_step_kind AS k USING (scenario, step)
    GROUP BY s.ticket_id
) AS f USING (ticket_id)
JOIN demo_step_kind AS k ON k.scenario = t.scenario AND k.step = f.last_step
JOIN helpdesk.priority AS p
    ON p.priority = CASE WHEN k.is_raised AND t.priority <> 'critical' THEN t.raised_priority ELSE t.priority END
CROSS JOIN (SELECT helpdesk.setting_text('ticket_reference_prefix') AS prefix) AS x
JOIN demo_text_count AS sc ON sc.topic_id = t.topic_id AND sc.strand = t.strand AND sc.part = 'subject'
JOIN demo_text AS s ON s.topic_id = t.topic_id AND s.strand = t.strand AND s.part = 'subject' AND s.slot = t.slot
    AND s.variant = floor(pg_temp.roll(t.ticket_id, 40) * sc.variants)::bigint
JOIN demo_text_count AS qc ON qc.topic_id = t.topic_id AND qc.strand = t.strand AND qc.part = 'question'
JOIN demo_text AS q ON q.topic_id = t.topic_id AND q.strand = t.strand AND q.part = 'question' AND q.slot = t.slot
    AND q.variant = floor(pg_temp.roll(t.ticket_id, 41) * qc.variants)::bigint
ORDER BY t.ticket_id;
