INSERT INTO helpdesk.ticket_tag (ticket_id, tag_id)
SELECT s.ticket_id, g.tag_id
FROM demo_step AS s
JOIN demo_ticket AS t USING (ticket_id)
JOIN demo_topic AS o USING (topic_id)
JOIN helpdesk.tag AS g ON g.name = o.tags[s.tag_no + t.slot::int % 2]
WHERE s.tag_no > 0;

INSERT INTO helpdesk.escalation (escalation_id, ticket_id, message_id, requested_by, created_at)
OVERRIDING SYSTEM VALUE
SELECT
    (
        SELECT coalesce(max(e.escalation_id), 0) FROM helpdesk.escalation AS e
    ) + row_number() OVER (ORDER BY s.message_id),
    s.ticket_id,
    s.message_id,
    s.actor_id,
    s.at
FROM demo_step AS s
WHERE s.action = 'help';

INSERT INTO helpdesk.mention (
    mention_id, ticket_id, message_id, mentioned_by, mentioned_id, escalation_id, created_at, read_at, addressed_at
)
OVERRIDING SYSTEM VALUE
SELECT
    (
        SELECT coalesce(max(m.mention_id), 0) FROM helpdesk.mention AS m
    ) + row_number() OVER (ORDER BY s.message_id, w.person_id),
    s.ticket_id,
    s.message_id,
    s.actor_id,
    w.person_id,
    e.escalation_id,
    s.at,
    coalesce(a.at, CASE
        WHEN s.at < r.ends_at - interval '4 days' OR pg_temp.roll(s.message_id, 60) < 0.4
        THEN least(s.at + pg_temp.roll(s.message_id, 61) * interval '6 hours', r.ends_at)
    END),
    a.at
FROM demo_step AS s
CROSS JOIN demo_run AS r
JOIN demo_ticket AS t USING (ticket_id)
LEFT JOIN helpdesk.escalation AS e ON e.ticket_id = s.ticket_id AND e.message_id = s.message_id
CROSS JOIN LATERAL (VALUES
    (t.colleague_id, 'address'), (CASE s.action WHEN 'help' THEN t.second_id END, 'address_too')
) AS w(person_id, action)
LEFT JOIN demo_step AS a ON a.ticket_id = s.ticket_id AND a.action = w.action
WHERE s.action IN ('help', 'mention') AND w.person_id IS NOT NULL;

ANALYZE helpdesk.escalation, helpdesk.mention;

INSERT INTO helpdesk.ticket_follower (ticket_id, person_id, reason, created_at)
SELECT DISTINCT ON (f.ticket_id, f.person_id) f.ticket_id, f.person_id, f.reason, f.at
FROM (
    SELECT s.ticket_id, s.actor_id AS person_id, 'assigned' AS reason, s.at, s.step
    FROM demo_step AS s
    WHERE s.action IN ('assign', 'reassign')
    UNION ALL
    SELECT s.ticket_id, s.actor_id, 'replied', s.at, s.step
    FROM demo_step AS s
    JOIN demo_step_kind AS k USING (scenario, step)
    WHERE k.message_kind IS NOT NULL AND k.actor <> 'customer'
    UNION ALL
    SELECT m.ticket_id, m.mentioned_id, 'mentioned', s.at, s.step
    FROM helpdesk.mention AS m
    JOIN demo_step AS s ON s.ticket_id = m.ticket_id AND s.message_id = m.message_id
    WHERE m.ticket_id >= current_setting('demo.first')::bigint
) AS f
ORDER BY f.ticket_id, f.person_id, f.step;
