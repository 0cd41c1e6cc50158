-- Rows of the tables that make_dataset leaves empty: somebody's own beside somebody else's, on a ticket that all see
-- beside the foreign one. Triggers and foreign keys are off meanwhile.
INSERT INTO helpdesk.absence (person_id, starts_at) VALUES ({agent}, '2031-01-01'), ({colleague}, '2031-01-01');
INSERT INTO helpdesk.agent_capacity (person_id, channel, max_open) VALUES ({colleague}, 'email', 50);
WITH made AS (INSERT INTO helpdesk.skill (name) VALUES ('knitting') RETURNING skill_id),
    of_agent AS (INSERT INTO helpdesk.agent_skill (person_id, skill_id) SELECT {colleague}, skill_id FROM made),
    of_tag AS (INSERT INTO helpdesk.tag_skill (tag_id, skill_id) SELECT {tag}, skill_id FROM made)
INSERT INTO helpdesk.department_skill (department_id, skill_id) SELECT {billing}, skill_id FROM made;
INSERT INTO helpdesk.department_routing (department_id, strategy) VALUES ({support}, 'manual');
INSERT INTO helpdesk.routing_wait (ticket_id, department_id) VALUES ({own}, {support}), ({foreign}, {billing});
INSERT INTO helpdesk.blocked_sender (sender) VALUES ('spam.example');
INSERT INTO helpdesk.schedule_run (name, started_at, duration) VALUES ('close_resolved', '2024-01-01', '1 s');
INSERT INTO helpdesk.holiday (calendar_id, day) SELECT calendar_id, '2031-12-25' FROM helpdesk.calendar LIMIT 1;
INSERT INTO helpdesk.sla_change (at, sla_policy_id, sla_policy_version_id)
SELECT helpdesk.clock(), sla_policy_id, sla_policy_version_id FROM helpdesk.sla_policy_version LIMIT 1;

INSERT INTO helpdesk.canned_folder (name) VALUES ('Greetings');
INSERT INTO helpdesk.time_entry (ticket_id, person_id, minutes, worked_on) VALUES
({own}, {agent}, 5, '2026-01-01'), ({team}, {agent}, 5, '2026-01-01'), ({foreign}, {agent}, 5, '2026-01-01'),
({deleted}, {agent}, 5, '2026-01-01');
INSERT INTO helpdesk.timer (person_id, ticket_id) VALUES ({colleague}, {own});
INSERT INTO helpdesk.checklist (checklist_id, name) OVERRIDING SYSTEM VALUE VALUES (901, 'Moving');
INSERT INTO helpdesk.checklist_step (checklist_id, position, label) VALUES (901, 1, 'Pack');
INSERT INTO helpdesk.checklist_item (ticket_id, position, label) VALUES
({own}, 1, 'Pack'), ({team}, 1, 'Pack'), ({foreign}, 1, 'Pack'), ({deleted}, 1, 'Pack');
WITH made AS (
    INSERT INTO helpdesk.approval (ticket_id, question, is_required, requested_by) VALUES
        ({own}, 'Shall we?', false, {agent}), ({foreign}, 'Shall we?', false, {colleague}),
        ({deleted}, 'Shall we?', false, {agent})
    RETURNING approval_id, ticket_id
)
INSERT INTO helpdesk.approval_vote (approval_id, person_id)
SELECT m.approval_id, v.person_id
FROM made AS m
JOIN (VALUES ({own}, {customer}), ({own}, {light}), ({foreign}, {admin}), ({deleted}, {customer}), ({deleted}, {light}))
    AS v (ticket_id, person_id) USING (ticket_id);
INSERT INTO helpdesk.canned_reply (title, body, owner_id, is_shared) VALUES
    ('For all', 'x', {admin}, true), ('Mine', 'x', {agent}, false), ('Theirs', 'x', {colleague}, false);
INSERT INTO helpdesk.saved_view (name, predicate, owner_id, shared_with, department_id) VALUES
    ('Mine', 'true', {agent}, 'owner', NULL), ('Theirs', 'true', {colleague}, 'owner', NULL),
    ('Of admins', 'true', {admin}, 'admin', NULL), ('Of support', 'true', {admin}, 'department', {support}),
    ('Of billing', 'true', {admin}, 'department', {billing});
INSERT INTO helpdesk.rule (kind, name, predicate, actions, owner_id, is_shared, is_active, trigger_kind) VALUES
    ('automation', 'idle', 'false', '[]', NULL, true, false, NULL),
    ('escalation', 'overdue', 'false', '[]', NULL, true, false, NULL),
    ('workflow', 'fresh', 'false', '[]', NULL, true, false, 'ticket_created'),
    ('macro', 'for all', 'true', '[]', {admin}, true, true, NULL),
    ('macro', 'mine', 'true', '[]', {agent}, false, true, NULL),
    ('macro', 'theirs', 'true', '[]', {colleague}, false, true, NULL);
INSERT INTO helpdesk.rule_error (rule_id, error) SELECT rule_id, 'x' FROM helpdesk.rule WHERE kind = 'automation';
INSERT INTO helpdesk.rule_firing (rule_id, ticket_id, outcome)
SELECT r.rule_id, t.ticket_id, 'applied'
FROM helpdesk.rule AS r CROSS JOIN unnest('{{{own},{foreign}}}'::bigint[]) AS t (ticket_id) WHERE r.kind = 'automation';
INSERT INTO helpdesk.rule_step (rule_id, ticket_id, event_id, chain_id, depth, due_at)
SELECT rule_id, {own}, 1, 1, 1, '2031-01-01' FROM helpdesk.rule WHERE kind = 'workflow';
WITH made AS (
    INSERT INTO helpdesk.webhook (name, url, is_active) VALUES ('hook', 'https://hook.example/', false) RETURNING webhook_id
)
INSERT INTO helpdesk.webhook_delivery (webhook_id, ticket_id, kind, sequence, payload)
SELECT webhook_id, {own}, 'ticket_created', 1, '{{}}' FROM made;
INSERT INTO helpdesk.webhook_secret (webhook_secret_id, webhook_id, secret)
SELECT gen_random_uuid(), webhook_id, decode('01' || repeat('00', 40), 'hex') FROM helpdesk.webhook;
INSERT INTO helpdesk.channel (channel, label) VALUES ('chat', 'Chat');
WITH told AS (
    INSERT INTO helpdesk.webhook (name, url, is_active) VALUES ('bridge', 'https://bridge.example/', false) RETURNING webhook_id
)
INSERT INTO helpdesk.bridge (channel, webhook_id) SELECT 'chat', webhook_id FROM told;
INSERT INTO helpdesk.bridge_conversation (channel, conversation, ticket_id) VALUES ('chat', 'c', {own});
INSERT INTO helpdesk.bridge_reply (bridge_conversation_id, message_id, delivery_id)
SELECT c.bridge_conversation_id, m.message_id, gen_random_uuid()
FROM helpdesk.bridge_conversation AS c
CROSS JOIN (SELECT min(message_id) AS message_id FROM helpdesk.message WHERE ticket_id = {own}) AS m;

INSERT INTO helpdesk.person_note (person_id, author_id, body) VALUES
    ({customer}, {agent}, 'x'), ({customer}, {colleague}, 'x'), ({stranger}, {admin}, 'x');
INSERT INTO helpdesk.impersonation (session_id, person_id, role, admin_id, reason, expires_at) VALUES
    (-1, {colleague}, 'agent', {admin}, 'x', '2031-01-01');
INSERT INTO helpdesk.person_merge (source_id, target_id) VALUES ({guest}, {stranger});
INSERT INTO helpdesk.organisation_domain (domain, organisation_id) VALUES ('shared.example', {organisation});
INSERT INTO helpdesk.notification_preference (person_id, kind, channel)
SELECT p.person_id, 'reply_created', 'in_app' FROM unnest('{{{customer},{agent},{colleague}}}'::bigint[]) AS p (person_id);
INSERT INTO helpdesk.digest_preference (person_id, period)
SELECT p.person_id, 'daily' FROM unnest('{{{customer},{agent},{colleague}}}'::bigint[]) AS p (person_id);
INSERT INTO helpdesk.person_preference (person_id, key, value)
SELECT p.person_id, 'density', '"compact"' FROM unnest('{{{customer},{agent},{colleague}}}'::bigint[]) AS p (person_id);
INSERT INTO helpdesk.digest (person_id, day, hour, notices, body)
SELECT p.person_id, '2024-01-01', 8, 1, 'x' FROM unnest('{{{customer},{agent},{colleague}}}'::bigint[]) AS p (person_id);

INSERT INTO helpdesk.draft (person_id, ticket_id, body) VALUES ({agent}, {own}, 'x'), ({colleague}, {own}, 'x');
INSERT INTO helpdesk.ticket_participant (ticket_id, person_id) VALUES ({own}, {teammate}), ({foreign}, {guest});
INSERT INTO helpdesk.ticket_presence (ticket_id, person_id, seen_at) VALUES
    ({own}, {colleague}, helpdesk.clock()), ({foreign}, {agent}, helpdesk.clock()), ({own}, {admin}, '2024-01-01');
INSERT INTO helpdesk.ticket_link (kind, from_id, to_id) VALUES
    ('related', {own}, {foreign}), ('related', {own}, {team}), ('follow_up', {own}, {team}), ('follow_up', {own}, {foreign});
INSERT INTO helpdesk.ticket_merge (source_id, target_id, status_before) VALUES
    ({deleted}, {own}, 'open'), ({team}, {foreign}, 'open'), ({own}, {deleted}, 'open');
INSERT INTO helpdesk.rating (ticket_id, resolved_at, rating, rated_by) VALUES
    ({own}, '2024-01-01', 5, {customer}), ({foreign}, '2024-01-01', 1, {stranger});
WITH made AS (
    INSERT INTO helpdesk.side_conversation (ticket_id, subject, created_by) VALUES
        ({own}, 'of support', {agent}), ({foreign}, 'of billing', {colleague}), ({foreign}, 'with Bob', {colleague})
    RETURNING side_conversation_id, created_by, subject
), said AS (
    INSERT INTO helpdesk.side_message (side_conversation_id, author_id, body)
    SELECT side_conversation_id, created_by, 'x' FROM made
)
INSERT INTO helpdesk.side_participant (side_conversation_id, person_id)
SELECT side_conversation_id, created_by FROM made
UNION SELECT side_conversation_id, {agent} FROM made WHERE subject = 'with Bob';
INSERT INTO helpdesk.side_outsider (side_conversation_id, address)
SELECT side_conversation_id, 'supplier@parts.example' FROM helpdesk.side_conversation WHERE subject = 'of support';
WITH made AS (
    INSERT INTO helpdesk.inbound_mail (raw, adapter, state, reason, ticket_id, processed_at) VALUES
        ('a', 'mime', 'reply', NULL, {own}, '2024-01-01'), ('b', 'mime', 'reply', NULL, {foreign}, '2024-01-01'),
        ('x', 'mime', 'quarantined', 'x', NULL, '2024-01-01')
    RETURNING inbound_mail_id, ticket_id
)
INSERT INTO helpdesk.attachment (ticket_id, message_id, inbound_mail_id, part_path, filename, media_type, size_bytes, sha256)
SELECT m.ticket_id, a.message_id, m.inbound_mail_id, a.part_path, 'x', 'text/plain', 1, 'x'
FROM made AS m
JOIN (VALUES ({own}, {answer}, '1'), ({own}, {note}, '2'), ({own}, NULL, '3'), ({foreign}, NULL, '1'))
    AS a (ticket_id, message_id, part_path) USING (ticket_id);
INSERT INTO helpdesk.invite
SELECT inbound_mail_id, 1, 'request', '', 0, 'x', '', '', '', NULL, NULL, '2024-01-01', NULL, '', false, ''
FROM helpdesk.inbound_mail WHERE adapter = 'mime';
INSERT INTO helpdesk.bounce (ticket_id, address, action) VALUES
    ({own}, 'x@x.example', 'failed'), ({foreign}, 'x@x.example', 'delayed'), (NULL, 'x@x.example', 'failed');
INSERT INTO helpdesk.mail_address (email) VALUES ('x@x.example');

INSERT INTO helpdesk.outgoing_mail (kind, is_urgent, address, ticket_id, language) VALUES
    ('link_requested', true, 'a@x.example', {own}, 'en'), ('link_requested', true, 'b@x.example', {foreign}, 'en'),
    ('reset_password', true, 'c@x.example', NULL, 'en');

INSERT INTO helpdesk.mail_arrival (adapter, state, reason, body) VALUES
    ('ses', 'ignored', 'x', NULL), ('ses', 'failed', 'x', 'x');
INSERT INTO helpdesk.trusted_sender (sender) VALUES ('friend@home.example');
INSERT INTO helpdesk.scheduled_reply (ticket_id, author_id, body, send_at) VALUES
    ({own}, {agent}, 'x', helpdesk.clock() + interval '1 day'),
    ({foreign}, {colleague}, 'x', helpdesk.clock() + interval '1 day');
INSERT INTO helpdesk.support_address (address, sender_name) VALUES ('support@desk.example', 'Support');

INSERT INTO helpdesk.custom_object (object, label, description) VALUES ('asset', 'Asset', 'x');
INSERT INTO helpdesk.custom_field (object, key, label, field_type, customer_access, is_active) VALUES
    ('ticket', 'filled_in', 'x', 'select', 'edit', true), ('ticket', 'shown', 'x', 'select', 'read', true),
    ('ticket', 'internal', 'x', 'select', 'none', true), ('ticket', 'old', 'x', 'select', 'edit', false),
    ('person', 'shown', 'x', 'select', 'read', true), ('person', 'internal', 'x', 'select', 'none', true),
    ('organisation', 'shown', 'x', 'select', 'read', true), ('organisation', 'internal', 'x', 'select', 'none', true),
    ('asset', 'shown', 'x', 'text', 'read', true);
INSERT INTO helpdesk.custom_option (custom_field_id, value, label)
SELECT custom_field_id, 'a', 'A' FROM helpdesk.custom_field WHERE field_type = 'select';
INSERT INTO helpdesk.ticket_custom (ticket_id) VALUES ({own}), ({foreign});
INSERT INTO helpdesk.person_custom (person_id) VALUES ({customer}), ({stranger});
INSERT INTO helpdesk.organisation_custom (organisation_id)
SELECT organisation_id FROM helpdesk.organisation;
INSERT INTO helpdesk.ticket_custom_choice (ticket_id, custom_field_id, value)
SELECT v.ticket_id, f.custom_field_id, 'a' FROM helpdesk.ticket_custom AS v CROSS JOIN helpdesk.custom_field AS f
WHERE f.object = 'ticket';
INSERT INTO helpdesk.person_custom_choice (person_id, custom_field_id, value)
SELECT v.person_id, f.custom_field_id, 'a' FROM helpdesk.person_custom AS v CROSS JOIN helpdesk.custom_field AS f
WHERE f.object = 'person';
INSERT INTO helpdesk.organisation_custom_choice (organisation_id, custom_field_id, value)
SELECT v.organisation_id, f.custom_field_id, 'a' FROM helpdesk.organisation_custom AS v
CROSS JOIN helpdesk.custom_field AS f WHERE f.object = 'organisation';

INSERT INTO helpdesk.session (person_id, expires_at, network, client, ended_at, ended_because)
SELECT p.person_id, helpdesk.clock() + interval '1 day', '', 'x', e.ended_at, e.reason
FROM unnest('{{{customer},{agent},{colleague}}}'::bigint[]) AS p (person_id)
CROSS JOIN (VALUES (NULL, NULL), ('2024-01-01'::timestamptz, 'revoked')) AS e (ended_at, reason);

INSERT INTO helpdesk.identity_provider (provider, name, issuer, client_id) VALUES
    ('example', 'Example', 'https://login.example', 'x');
INSERT INTO helpdesk.identity_provider_group (provider, group_name, role) VALUES ('example', 'staff', 'agent');
INSERT INTO helpdesk.identity (person_id, provider, issuer, subject)
SELECT p.person_id, 'example', 'https://login.example', p.person_id::text
FROM unnest('{{{customer},{agent},{colleague}}}'::bigint[]) AS p (person_id);

INSERT INTO helpdesk.mailbox_account (account, host, user_name) VALUES
    ('support', 'imap.example', 'support@house.example'), ('spare', 'imap.example', 'spare@house.example');
INSERT INTO helpdesk.mailbox (mailbox, account) VALUES ('support', 'support');
INSERT INTO helpdesk.mailbox_test (mailbox) VALUES ('support');

INSERT INTO helpdesk.dkim_key (domain, selector, public_key, private_key)
VALUES ('desk.example', 's', repeat('A', 392), '\x01'::bytea || decode(repeat('00', 40), 'hex'));

INSERT INTO helpdesk.signing_key (key_id, algorithm, public_jwk, is_of_host) VALUES
    (repeat('k', 43), 'ES256', '{{"kty": "EC", "alg": "ES256"}}', true);

INSERT INTO helpdesk.request_form (form, title, audience, organisation_id, is_active) VALUES
    ('all', 'For all', 'public', NULL, true), ('old', 'Old', 'public', NULL, false),
    ('known', 'For customers', 'customers', NULL, true), ('own', 'For one', 'organisation', {organisation}, true);
INSERT INTO helpdesk.request_form (form, title, audience, organisation_id)
SELECT 'other', 'For another', 'organisation', o.organisation_id
FROM helpdesk.organisation AS o WHERE o.organisation_id <> {organisation} LIMIT 1;
INSERT INTO helpdesk.request_form_field (form, key) SELECT f.form, 'subject' FROM helpdesk.request_form AS f;
INSERT INTO helpdesk.guest_link (ticket_id, person_id, nonce, expires_at)
SELECT t.ticket_id, t.requester_id, helpdesk.random_nonce(), helpdesk.clock() + interval '1 day'
FROM helpdesk.ticket AS t WHERE t.ticket_id IN ({own}, {foreign});

-- Articles 1 to 10, one for each reason why somebody sees it or not.
INSERT INTO helpdesk.article_audience (audience, name, reach) VALUES
    ('shared', 'Shared', 'organisations'), ('support', 'Support', 'departments'), ('billing', 'Billing', 'departments');
INSERT INTO helpdesk.article_audience_organisation (audience, organisation_id) VALUES ('shared', {organisation});
INSERT INTO helpdesk.article_audience_department (audience, department_id)
VALUES ('support', {support}), ('billing', {billing});
INSERT INTO helpdesk.article_category (category_id, parent_id, slug, name, audience) VALUES
    (1, NULL, 'open', 'Open', 'public'), (2, NULL, 'inner', 'Inner', 'staff'), (3, 2, 'below', 'Below inner', 'public');
INSERT INTO helpdesk.article_category_name (category_id, language, name) VALUES (1, 'de', 'Offen'), (3, 'de', 'Darunter');
INSERT INTO helpdesk.article (article_id, category_id, audience, is_archived, shown_from) VALUES
    (1, 1, 'public', false, '2024-01-01'), (2, NULL, 'customers', false, '2024-01-01'),
    (3, 1, 'shared', false, '2024-01-01'), (4, 1, 'staff', false, '2024-01-01'),
    (5, NULL, 'support', false, '2024-01-01'), (6, NULL, 'billing', false, '2024-01-01'),
    (7, 3, 'public', false, '2024-01-01'), (8, 1, 'public', true, '2024-01-01'),
    (9, 1, 'public', false, '2099-01-01'), (10, 1, 'public', false, NULL);
SELECT setval('helpdesk.article_category_category_id_seq', 1000), setval('helpdesk.article_article_id_seq', 1000),
    setval('helpdesk.article_version_article_version_id_seq', 1000);
INSERT INTO helpdesk.article_version (article_version_id, article_id, language, number, title, body)
OVERRIDING SYSTEM VALUE
SELECT a.article_id, a.article_id, 'en', 1, 'Printer ' || a.article_id, 'Toner' FROM helpdesk.article AS a
UNION ALL SELECT 100 + a.article_id, a.article_id, 'en', 2, 'Printer ' || a.article_id, 'Draft' FROM helpdesk.article AS a;
INSERT INTO helpdesk.article_translation (article_id, language, slug, version_id, shown_at, next_version_id, next_at)
SELECT
    a.article_id, 'en', 'printer-' || a.article_id,
    CASE WHEN a.article_id < 9 THEN a.article_id END, CASE WHEN a.article_id < 9 THEN a.shown_from END,
    CASE WHEN a.article_id = 9 THEN 9 END, CASE WHEN a.article_id = 9 THEN a.shown_from END
FROM helpdesk.article AS a;
SELECT helpdesk.index_article(a.article_id) FROM helpdesk.article AS a;
INSERT INTO helpdesk.article_word (word, variants) SELECT w.word, helpdesk.typo_variants(w.word)
FROM unnest('{{printer,toner,draft}}'::text[]) AS w (word);
INSERT INTO helpdesk.article_gap (day, query, language, asked_by) VALUES ('2024-01-01', 'toaster', 'en', 'guests');
INSERT INTO helpdesk.article_feedback (article_id, person_id, is_helpful)
SELECT a.article_id, {customer}, true FROM helpdesk.article AS a WHERE a.article_id IN (1, 4, 6);
INSERT INTO helpdesk.article_day (article_id, day, views)
SELECT a.article_id, '2024-01-01', 1 FROM helpdesk.article AS a WHERE a.article_id IN (1, 6);
INSERT INTO helpdesk.article_slug (slug, language, article_id)
SELECT 'old-' || a.article_id, 'en', a.article_id FROM helpdesk.article AS a;
INSERT INTO helpdesk.article_link (article_id, related_id) SELECT 1, a.article_id FROM helpdesk.article AS a
WHERE a.article_id > 1;
INSERT INTO helpdesk.api_token (person_id, role, name, token_hash, expires_at)
SELECT p.person_id, p.role, 'x', sha256(int8send(p.person_id)), helpdesk.clock() + interval '1 day'
FROM helpdesk.person AS p WHERE p.person_id IN ({customer}, {agent}, {colleague});
INSERT INTO helpdesk.api_token_ability SELECT api_token_id, 'tickets:read' FROM helpdesk.api_token;
INSERT INTO helpdesk.widget_origin (origin) VALUES ('https://shop.example');
INSERT INTO helpdesk.removal (kind, person_id, reason)
SELECT 'erasure', p.person_id, 'x' FROM helpdesk.person AS p WHERE p.person_id IN ({customer}, {colleague});
INSERT INTO helpdesk.legal_hold (ticket_id, reason, lifted_at) VALUES ({own}, 'x', helpdesk.clock());
INSERT INTO helpdesk.passkey (person_id, name, credential_id, public_key, sign_count)
SELECT p.person_id, 'x', sha256(p.person_id::text::bytea), 'x', 0
FROM unnest('{{{customer},{agent},{colleague}}}'::bigint[]) AS p (person_id);
INSERT INTO helpdesk.mail_template (kind, language, version, subject, body) VALUES ('register', 'en', 1, 'x', 'y');
INSERT INTO helpdesk.mail_brand (department_id, name) VALUES ({support}, 'x');
INSERT INTO helpdesk.mail_unsubscription (person_id, kind)
SELECT p.person_id, 'rate_ticket' FROM helpdesk.person AS p WHERE p.person_id IN ({customer}, {agent}, {colleague});
INSERT INTO helpdesk.report_schedule (report, repeats, due_at) VALUES ('volume', 'daily', '2024-01-01');
INSERT INTO helpdesk.report_recipient SELECT report_schedule_id, {admin} FROM helpdesk.report_schedule;
INSERT INTO helpdesk.report_run (report_schedule_id, due_at)
SELECT report_schedule_id, '2024-01-01' FROM helpdesk.report_schedule;
INSERT INTO helpdesk.import (source, adapter, state, created_by) VALUES ('olddesk', 'jsonl', 'tested', {admin});
INSERT INTO helpdesk.import_count (import_id, record) SELECT import_id, 'ticket' FROM helpdesk.import;
INSERT INTO helpdesk.import_mapping (import_id, kind, value, records)
SELECT import_id, 'status', 'Offen', 1 FROM helpdesk.import;
INSERT INTO helpdesk.import_problem (import_id, line, record, external_id, reason, data)
SELECT import_id, 1, 'ticket', '1', 'x', '{{}}' FROM helpdesk.import;
