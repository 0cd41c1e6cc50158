-- 2026-03-26 09:00 system
INSERT INTO helpdesk.organisation (name) VALUES ('Customer');
INSERT INTO helpdesk.department (name, slug, is_public) VALUES ('Support', 'support', true), ('Billing', 'billing', true);
INSERT INTO helpdesk.person (name, email, role, organisation_id, handle) VALUES
    ('Ada', 'ada@pgdesk.example', 'admin', NULL, 'ada'),
    ('Ben', 'ben@pgdesk.example', 'agent', NULL, 'ben'),
    ('Cleo', 'cleo@pgdesk.example', 'agent', NULL, 'cleo'),
    ('Dan', 'dan@customer.example', 'customer', 1, NULL),
    ('Eve', 'eve@customer.example', 'customer', 1, NULL),
    ('Fay', 'fay@elsewhere.example', 'customer', NULL, NULL);
INSERT INTO helpdesk.department_member (department_id, person_id)
SELECT d.department_id, p.person_id
FROM helpdesk.department AS d JOIN helpdesk.person AS p ON p.name IN ('Ben', 'Cleo');
INSERT INTO helpdesk.tag (name) VALUES ('vip'), ('printer'), ('answered');
INSERT INTO helpdesk.webhook (name, url, events) VALUES ('Ada', 'https://ada.example/hook', '{*}');
INSERT INTO helpdesk.rule (kind, name, trigger_kind, conditions, actions, predicate) VALUES
    ('workflow', 'Tag answers', 'reply_created', '{}', '[{"action": "add_tags", "value": ["answered"]}]', '');
INSERT INTO helpdesk.rule (kind, name, conditions, actions, predicate) VALUES
    ('escalation', 'Old and low', '{"all": [{"field": "created_at", "operator": "older_than", "value": "2 days"}]}',
     '[{"action": "set_priority", "value": "urgent"}, {"action": "add_note", "value": "Two days old."}]', '');
INSERT INTO helpdesk.notification_preference (person_id, kind, channel)
SELECT p.person_id, 'reply_created', 'both' FROM helpdesk.person AS p WHERE p.name = 'Eve';

-- 2026-03-26 10:00 customer Dan
SELECT api.create_ticket('The printer is on fire', 'Flames: since "ten", bücher 0049 30 123456.', 'high');
-- 2026-03-26 10:01 customer Dan
SELECT api.create_ticket('Same fire', department_id => 2, idempotency_key => 'once');
SELECT api.create_ticket('Same fire', department_id => 2, idempotency_key => 'once');
-- 2026-03-26 10:02 agent Ben
SELECT api.create_ticket(
    'Phoned', requester_email => 'gus@elsewhere.example', requester_name => 'Gus', assignee_id => 3, tags => '{vip}',
    due_at => '2026-03-30 12:00Z'
);
-- 2026-03-26 10:05 anon
SELECT api.create_ticket('A question', 'What does it cost?', requester_email => 'hal@nowhere.example');
-- 2026-03-26 10:10 agent Ben
SELECT api.reply(1, 'Help is on its way.');
-- 2026-03-26 10:12 agent Ben
SELECT api.add_note(1, 'The fuse, @cleo?');
SELECT api.add_note(1, '   ');
-- 2026-03-26 10:20 customer Dan
SELECT api.reply(1, 'It burns still.', idempotency_key => 'burns');
-- 2026-03-26 10:21 customer Fay
SELECT api.reply(1, 'Me too.');
-- 2026-03-26 10:25 agent Cleo
SELECT api.claim_ticket(1);
SELECT api.set_priority(1, 'critical');
SELECT api.add_tags(1, '{VIP,printer}');
SELECT api.remove_tags(1, '{printer}');
SELECT api.add_tags(1, '{nothing}');
-- 2026-03-26 10:30 agent Cleo
SELECT api.escalate_ticket(1, '{1,2}', 'Which extinguisher for a laser printer?');
SELECT api.add_participant(1, person_id => 5);
-- 2026-03-26 10:31 admin Ada
SELECT api.address_mention(m.mention_id) FROM api.mentions AS m WHERE m.mentioned_id = 1 ORDER BY 1;
-- 2026-03-26 10:40 customer Eve
SELECT api.reply(1, 'I saw the flames, too.');
-- 2026-03-26 10:45 agent Ben
SELECT api.reply(1, 'Use powder.', status => 'on_hold', assignee_id => 2, tags => '{printer}');
-- 2026-03-26 11:00 system
SELECT helpdesk.run_workflows();
-- 2026-03-26 11:05 agent Ben
SELECT api.set_status(1, 'in_progress');
SELECT api.set_status(1, 'in_progress');
SELECT api.set_status(1, 'new');
-- 2026-03-26 11:10 agent Ben
SELECT api.set_department(1, 2);
SELECT api.unassign_ticket(1);
SELECT api.assign_ticket(1, 3);
-- 2026-03-26 11:15 agent Cleo
SELECT api.snooze_ticket(3, '2026-03-27 09:00Z');
-- 2026-03-26 11:20 system
INSERT INTO helpdesk.message (ticket_id, kind, author_id, body)
SELECT 3, 'reply', p.person_id, 'Anybody there?' FROM helpdesk.person AS p WHERE p.name = 'Gus';
-- 2026-03-26 11:30 agent Ben
SELECT api.merge_tickets('{2}', 1);
-- 2026-03-26 11:31 agent Ben
SELECT api.unmerge_ticket(2);
-- 2026-03-26 11:32 agent Ben
SELECT api.split_ticket(message_id => 4, subject => 'It burns still');
-- 2026-03-26 11:33 agent Ben
SELECT api.link_tickets(1, 3);
SELECT api.mark_spam(4);
-- 2026-03-26 11:34 agent Ben
SELECT api.unmark_spam(4);
-- 2026-03-26 11:40 admin Ada
SELECT * FROM api.change_tickets(
    '[{"action": "set_priority", "value": "low"}, {"action": "add_tags", "value": ["vip"]}]', '{1,2,3,4}'
);
SELECT * FROM api.change_tickets('[{"action": "set_status", "value": "in_progress"}]', '{2,4}');
-- 2026-03-26 12:00 admin Ada
UPDATE api.tickets SET subject = 'The printer burned', due_at = '2026-04-01 12:00Z' WHERE ticket_id = 1;
UPDATE api.messages SET body = 'Help was on its way.' WHERE message_id = 1;
SELECT api.delete_message(2);
-- 2026-03-26 12:05 agent Cleo
SELECT api.resolve_ticket(1);
-- 2026-03-26 12:06 customer Dan
SELECT api.rate_ticket(5, ticket_id => 1);
-- 2026-03-26 12:10 customer Dan
SELECT api.reply(1, 'It smokes again.');
-- 2026-03-26 12:15 agent Ben
SELECT api.reply(1, 'Oh.');
SELECT api.close_ticket(1);
-- 2026-03-26 12:16 admin Ada
SELECT api.delete_ticket(2);
-- 2026-03-26 12:17 admin Ada
SELECT api.restore_ticket(2);
-- 2026-03-26 12:20 admin Ada
SELECT api.set_setting('sla.on_priority_change', '"new_start"');
SELECT api.set_setting('reopen_within_days', '14');
-- 2026-03-26 12:21 agent Ben
SELECT api.set_priority(3, 'urgent');
-- 2026-03-26 13:00 system
SELECT helpdesk.check_sla();
-- 2026-03-27 14:00 system
SELECT helpdesk.check_sla();
-- 2026-03-28 15:00 system
SELECT helpdesk.check_sla();
SELECT helpdesk.sweep_rules('escalation');
SELECT helpdesk.run_workflows();
-- 2026-03-29 10:00 worker
SELECT helpdesk.receive_mail(s.inbound_mail_id, jsonb_build_object(
    'message_id', 'm1@customer.example', 'sender', '{"address": "dan@customer.example", "name": "Dan"}'::jsonb,
    'subject', 'By mail', 'text', 'The lights are out.', 'new_text', 'The lights are out.',
    'recipients', '[{"address": "support@pgdesk.example", "name": ""}]'::jsonb, 'copies', '[]'::jsonb,
    'reply_to', '[]'::jsonb, 'original_senders', '[]'::jsonb, 'references', '[]'::jsonb, 'attachments', '[]'::jsonb,
    'authentication', '[]'::jsonb, 'automatic', '{"kind": null, "sign": ""}'::jsonb, 'quoted_lines', '[]'::jsonb
))
FROM helpdesk.store_inbound_mail('first', 'mime') AS s;
-- 2026-04-30 10:00 customer Dan
SELECT api.reply(1, 'It burns again.');
