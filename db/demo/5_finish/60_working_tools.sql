-- What a desk sets up for itself. Few rules run by themselves, and none looks at what the walk-through does.
INSERT INTO helpdesk.canned_folder (name, position) VALUES ('Greetings', 1), ('Billing', 2), ('Devices', 3);
INSERT INTO helpdesk.canned_reply (folder_id, title, body)
SELECT f.folder_id, c.title, c.body
FROM (VALUES
    ('Greetings', 'We are looking into it',
        E'Hello {{requester.name}},\n\nthank you for writing. We are looking into {{ticket.reference}}.'),
    ('Greetings', 'Is it solved?',
        E'Hello {{requester.name}},\n\ndid our last answer help? If it did, there is nothing to do for you.'),
    ('Billing', 'Refund on its way', 'The refund was made today and arrives within five working days.'),
    ('Devices', 'Restart it first', 'Please hold the power button for ten seconds. What does the lamp do then?')
) AS c(folder, title, body)
JOIN helpdesk.canned_folder AS f ON f.name = c.folder;

INSERT INTO helpdesk.rule (kind, name, description, position, is_active, trigger_kind, conditions, actions) VALUES
    ('macro', 'Ask for more', 'Replies, and waits for the customer.', 1, true, NULL, '{}',
        '[{"action": "reply", "value": "Could you send us a picture of what you see?"},
          {"action": "set_status", "value": "waiting_on_customer"}]'),
    ('macro', 'Take and hurry', NULL, 2, true, NULL, '{}',
        '[{"action": "assign", "value": "@me"}, {"action": "set_priority", "value": "urgent"},
          {"action": "add_note", "value": "Taken by hand, ahead of the queue."}]'),
    ('workflow', 'Data protection is nobody''s side job', 'Requests about personal data get their tag.', 1, true,
        'ticket_created', '{"field": "subject", "operator": "matches", "value": "\\m(gdpr|personal data)\\M"}',
        '[{"action": "add_tags", "value": ["gdpr"]}]'),
    ('escalation', 'Critical and untouched', 'Tells administrators of tickets that nobody took for an hour.', 1, true,
        NULL,
        '{"all": [{"field": "priority", "operator": "is", "value": "critical"},
                  {"field": "assignee_id", "operator": "is_empty", "value": true},
                  {"field": "is_open", "operator": "is", "value": true},
                  {"field": "created_at", "operator": "older_than", "value": "1 hour"}]}',
        '[{"action": "notify", "value": ["role:admin"]}]'),
    ('automation', 'Ask again after a week', 'Switched off: it would write to customers of a year ago.', 1, false, NULL,
        '{"all": [{"field": "status", "operator": "is", "value": "waiting_on_customer"},
                  {"field": "status_changed_at", "operator": "older_than", "value": "7 days"}]}',
        '[{"action": "reply", "value": "Do you still need our help with {{ticket.reference}}?"}]');

INSERT INTO helpdesk.webhook (name, url, events, is_active) VALUES
    ('Chat of the team', 'https://chat.example/hooks/helpdesk', '{ticket_created,sla_breached}', false);

INSERT INTO helpdesk.saved_view (name, conditions, sort, shared_with, position)
VALUES ('Devices that nobody has', '{"all": [{"field": "tags", "operator": "contains", "value": "firmware"},
    {"field": "assignee_id", "operator": "is_empty", "value": true}]}', 'created_at.asc', 'agent', 50);

-- New tickets of these people take their language over; what they wrote so far was English.
UPDATE helpdesk.person AS p
SET language = CASE p.time_zone WHEN 'Europe/Berlin' THEN 'de' ELSE 'es' END
WHERE p.role = 'customer' AND p.time_zone IN ('Europe/Berlin', 'Europe/Madrid');

-- One solved ticket in four was rated, in bulk: mostly well.
ALTER TABLE helpdesk.rating DISABLE TRIGGER USER;
ALTER TABLE helpdesk.event DISABLE TRIGGER USER;
WITH rated AS (
    INSERT INTO helpdesk.rating (ticket_id, resolved_at, rating, comment, rated_by, agent_id, created_at)
    SELECT
        t.ticket_id,
        t.resolved_at,
        (ARRAY[5, 5, 4, 5, 3, 5, 4, 1, 5, 2])[1 + t.ticket_id / 4 % 10],
        CASE t.ticket_id / 4 % 10
            WHEN 0 THEN 'Quick and kind.' WHEN 4 THEN 'It works, but it took a while.' WHEN 7 THEN 'Not solved at all.'
        END,
        t.requester_id,
        t.assignee_id,
        least(e.at + interval '2 hours', r.ends_at)
    FROM demo_run AS r
    CROSS JOIN helpdesk.ticket AS t
    JOIN helpdesk.person AS p ON p.person_id = t.requester_id AND NOT p.is_guest
    CROSS JOIN LATERAL (
        SELECT e.at FROM helpdesk.event AS e WHERE e.ticket_id = t.ticket_id ORDER BY e.event_id DESC LIMIT 1
    ) AS e
    WHERE t.ticket_id % 4 = 0 AND t.status_category IN ('solved', 'closed') AND t.deleted_at IS NULL AND NOT t.is_spam
        AND t.merged_into_id IS NULL AND t.assignee_id IS NOT NULL
    RETURNING *
)
INSERT INTO helpdesk.event (ticket_id, kind, at, actor_id, actor_role, payload)
SELECT
    r.ticket_id, 'rated', r.created_at, r.rated_by, 'customer',
    jsonb_build_object('rating', r.rating, 'agent_id', r.agent_id)
FROM rated AS r
ORDER BY r.created_at;
ALTER TABLE helpdesk.rating ENABLE TRIGGER USER;
ALTER TABLE helpdesk.event ENABLE TRIGGER USER;
ANALYZE helpdesk.rating;
