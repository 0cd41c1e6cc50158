-- What the demo data lack of what customer 4, agent 2 and admin 1 may write.
INSERT INTO helpdesk.absence (person_id, starts_at, ends_at) VALUES (2, '2030-01-01', '2030-01-02');
INSERT INTO helpdesk.skill (name) VALUES ('welding');
INSERT INTO helpdesk.agent_skill (person_id, skill_id, proficiency) SELECT 2, max(skill_id), 1 FROM helpdesk.skill
    ON CONFLICT DO NOTHING;
INSERT INTO helpdesk.tag_skill (tag_id, skill_id) SELECT max(tag_id), (SELECT max(skill_id) FROM helpdesk.skill)
    FROM helpdesk.tag ON CONFLICT DO NOTHING;
INSERT INTO helpdesk.department_skill (department_id, skill_id)
    SELECT max(department_id), (SELECT max(skill_id) FROM helpdesk.skill) FROM helpdesk.department
    ON CONFLICT DO NOTHING;
INSERT INTO helpdesk.agent_capacity (person_id, channel, max_open) VALUES (2, 'web', 5) ON CONFLICT DO NOTHING;
INSERT INTO helpdesk.department_routing (department_id, strategy) SELECT max(department_id), 'manual'
    FROM helpdesk.department ON CONFLICT DO NOTHING;
INSERT INTO helpdesk.digest_preference (person_id, period, hour) VALUES (1, 'daily', 7), (2, 'daily', 7),
    (4, 'daily', 7) ON CONFLICT DO NOTHING;
INSERT INTO helpdesk.notification_preference (person_id, kind, channel)
    SELECT p.id, (SELECT min(kind) FROM helpdesk.event_kind WHERE notice_title IS NOT NULL), 'mail'
    FROM unnest('{1,2,4}'::bigint[]) AS p (id) ON CONFLICT DO NOTHING;
INSERT INTO helpdesk.canned_folder (name) VALUES ('Greetings') ON CONFLICT DO NOTHING;
INSERT INTO helpdesk.canned_reply (title, body, owner_id, is_shared) VALUES ('Hello', 'Hello.', 2, false),
    ('All', 'Hello all.', NULL, true);
INSERT INTO helpdesk.saved_view (name, conditions, owner_id) VALUES ('Mine', '{}', 2);
INSERT INTO helpdesk.holiday (calendar_id, day, name) SELECT min(calendar_id), '2031-01-01', 'New Year'
    FROM helpdesk.calendar ON CONFLICT DO NOTHING;
INSERT INTO helpdesk.organisation_domain (domain, organisation_id) SELECT 'example.net', min(organisation_id)
    FROM helpdesk.organisation ON CONFLICT DO NOTHING;
INSERT INTO helpdesk.webhook (name, url) VALUES ('Hook', 'https://example.com/hook');
INSERT INTO helpdesk.bridge (channel, webhook_id) SELECT 'chat', webhook_id FROM helpdesk.webhook WHERE name = 'Hook';
INSERT INTO helpdesk.rule (kind, name, actions, owner_id, is_shared) VALUES ('macro', 'Own', '[{"action": "set_priority", "value": "low"}]', 2, false);
INSERT INTO helpdesk.rule (kind, name, actions, is_shared, is_active)
    VALUES ('escalation', 'E', '[{"action": "set_priority", "value": "low"}]', true, false), ('automation', 'A', '[{"action": "set_priority", "value": "low"}]', true, false);
INSERT INTO helpdesk.rule (kind, name, actions, is_shared, is_active, is_manual)
    VALUES ('workflow', 'W', '[{"action": "set_priority", "value": "low"}]', true, false, true);
INSERT INTO helpdesk.mention (ticket_id, message_id, mentioned_by, mentioned_id)
    SELECT m.ticket_id, m.message_id, 3, p.id FROM (SELECT * FROM helpdesk.message LIMIT 1) AS m,
    unnest('{1,2}'::bigint[]) AS p (id) ON CONFLICT DO NOTHING;
INSERT INTO helpdesk.ticket (subject, requester_id) VALUES ('Ours', 4);
INSERT INTO helpdesk.message (ticket_id, author_id, body) SELECT max(ticket_id), 4, 'Mine' FROM helpdesk.ticket;
INSERT INTO helpdesk.message (ticket_id, author_id, body) SELECT max(ticket_id), 2, 'Mine' FROM helpdesk.ticket;
INSERT INTO helpdesk.notification (person_id, ticket_id, event_id, kind, title, body)
    SELECT p.id, e.ticket_id, e.event_id, e.kind, 'T', '' FROM (SELECT * FROM helpdesk.event
        ORDER BY event_id DESC LIMIT 1) AS e, unnest('{1,2,4}'::bigint[]) AS p (id) ON CONFLICT DO NOTHING;
INSERT INTO helpdesk.rule (kind, name, actions) VALUES ('macro', 'Shared', '[{"action": "set_priority", "value": "low"}]');
INSERT INTO helpdesk.role_permission (role, permission) VALUES ('agent', 'articles.publish') ON CONFLICT DO NOTHING;
INSERT INTO helpdesk.article_audience_organisation (audience, organisation_id)
    SELECT min(a.audience), min(o.organisation_id) FROM helpdesk.article_audience AS a, helpdesk.organisation AS o;
INSERT INTO helpdesk.article_audience_department (audience, department_id)
    SELECT min(a.audience), min(d.department_id) FROM helpdesk.article_audience AS a, helpdesk.department AS d;
INSERT INTO helpdesk.article_category (slug, name) VALUES ('whole-rows', 'Whole rows');
INSERT INTO helpdesk.article_category_name (category_id, language, name)
    SELECT max(category_id), 'de', 'Ganze Zeilen' FROM helpdesk.article_category;
INSERT INTO helpdesk.article (category_id) SELECT max(category_id) FROM helpdesk.article_category;
INSERT INTO helpdesk.article (category_id) SELECT max(category_id) FROM helpdesk.article_category;
INSERT INTO helpdesk.article_link (article_id, related_id)
    SELECT min(article_id), max(article_id) FROM helpdesk.article;
INSERT INTO helpdesk.passkey (person_id, name, credential_id, public_key, sign_count)
    SELECT p.id, 'Key', decode(md5(p.id::text), 'hex'), 'x', 0 FROM unnest('{1,2,4}'::bigint[]) AS p (id);
INSERT INTO helpdesk.request_form (form, title) VALUES ('whole_rows', 'Whole rows');
INSERT INTO helpdesk.request_form_field (form, key) VALUES ('whole_rows', 'subject');
INSERT INTO helpdesk.widget_origin (origin) VALUES ('https://shop.example');
INSERT INTO helpdesk.identity_provider (provider, name, issuer, client_id)
    VALUES ('whole-rows', 'Whole rows', 'https://login.example', 'pgdesk');
INSERT INTO helpdesk.identity_provider_group (provider, group_name, role) VALUES ('whole-rows', 'crew', 'agent');
INSERT INTO helpdesk.mail_brand (department_id, name) SELECT min(department_id), 'Whole rows' FROM helpdesk.department;
INSERT INTO helpdesk.support_address (address, sender_name) VALUES ('support@desk.example', 'Support');
INSERT INTO helpdesk.mailbox_account (account, host, user_name) VALUES ('whole-rows', 'imap.example', 'support');
INSERT INTO helpdesk.mailbox (mailbox, account) VALUES ('whole-rows', 'whole-rows');
INSERT INTO helpdesk.checklist (name) VALUES ('Moving');
INSERT INTO helpdesk.checklist_step (checklist_id, position, label)
SELECT c.checklist_id, 1, 'Pack' FROM helpdesk.checklist AS c;
INSERT INTO helpdesk.checklist_item (ticket_id, position, label) VALUES (1, 1, 'Pack');
INSERT INTO helpdesk.mail_unsubscription (person_id, kind)
    SELECT p.id, 'digest' FROM unnest('{1,2,4}'::bigint[]) AS p (id);
INSERT INTO helpdesk.time_entry (ticket_id, person_id, minutes) VALUES (1, 1, 5), (1, 2, 5);
INSERT INTO helpdesk.role_permission (role, permission)
VALUES ('agent', 'reports.read'), ('agent', 'reports.schedule') ON CONFLICT DO NOTHING;
INSERT INTO helpdesk.report_schedule (report, repeats) VALUES ('volume', 'daily');
INSERT INTO helpdesk.report_recipient (report_schedule_id, person_id)
SELECT s.report_schedule_id, p.person_id
FROM helpdesk.report_schedule AS s
JOIN helpdesk.person AS p ON helpdesk.person_may(p.person_id, 'reports.read');
WITH made AS (
    INSERT INTO helpdesk.import (source, adapter, state) VALUES ('olddesk', 'jsonl', 'tested') RETURNING import_id
)
INSERT INTO helpdesk.import_mapping (import_id, kind, value, target, records)
SELECT m.import_id, 'status', 'Offen', 'open', 1 FROM made AS m;
