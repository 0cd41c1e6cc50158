INSERT INTO helpdesk.message (message_id, ticket_id, kind, author_id, body, channel, sets_status, created_at)
OVERRIDING SYSTEM VALUE
SELECT
    s.message_id,
    s.ticket_id,
    s.message_kind,
    s.actor_id,
    CASE
        WHEN s.message_kind = 'note' THEN replace(replace(x.body, '{number}', t.number), '{handle}', h.handle)
        WHEN k.actor = 'customer'
            THEN 'Hi,' || E'\n\n' || replace(x.body, '{number}', t.number) || E'\n\n' || c.first_name
        ELSE 'Hi '
            || c.first_name || E',\n\n' || replace(x.body, '{number}', t.number) || E'\n\nBest regards,\n'
            || a.first_name
    END,
    CASE WHEN k.actor = 'customer' THEN t.channel ELSE 'web' END,
    CASE WHEN k.sets_status THEN k.status END,
    s.at
FROM demo_step AS s
JOIN demo_step_kind AS k USING (scenario, step)
JOIN demo_ticket AS t USING (ticket_id)
JOIN demo_customer AS c ON c.person_id = t.requester_id
JOIN demo_staff AS h ON h.person_id = t.colleague_id
LEFT JOIN demo_staff AS a ON a.person_id = s.actor_id
JOIN demo_text_count AS n ON n.topic_id = t.topic_id AND n.strand = t.strand AND n.part = s.part
JOIN demo_text AS x ON x.topic_id = t.topic_id AND x.strand = t.strand AND x.part = s.part AND x.slot = t.slot
    AND x.variant = floor(pg_temp.roll(s.ticket_id, 50 + s.step) * n.variants)::bigint
ORDER BY s.message_id;
