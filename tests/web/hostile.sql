-- What people may write, at its worst, in each text that a page shows: markup, one endless word, turned directions.
CREATE FUNCTION pg_temp.worst(p_where text, p_number bigint, p_most int) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN left(CASE p_number % 3
    WHEN 0 THEN p_number || format('<img src=x onerror="window.__ran=''%1$s''"><script>window.__ran=''%1$s''</script>', p_where)
    WHEN 1 THEN p_number || repeat('W', 10000)
    ELSE U&'\202E' || p_number || U&'gpj.exe\2066 \0645\0631\062D\0628\0627 \202D' || repeat(U&'\05D0\0301\0301\0301', 60)
END, p_most);

CREATE FUNCTION pg_temp.worst_text(p_where text, p_number bigint) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN pg_temp.worst(p_where, p_number, 10000) || format(
    E'\n\n[press](javascript:window.__ran=''%1$s'') ![x](x"onerror=window.__ran=''%1$s'')\n\n'
    '<svg onload="window.__ran=''%1$s''">\n\n| a | b |\n|---|---|\n| %2$s | b |\n\n```\n%2$s\n```\n\n> %2$s\n\n1. %2$s\n',
    p_where, repeat('long', 300)
);

UPDATE helpdesk.setting SET value = to_jsonb(pg_temp.worst('desk', 3, 90)) WHERE key = 'desk_name';
UPDATE helpdesk.organisation AS o
SET name = pg_temp.worst('organisation', o.organisation_id * 3, 200), notes = pg_temp.worst_text('notes', o.organisation_id);
UPDATE helpdesk.person AS p SET name = pg_temp.worst('person', p.person_id, 200);
UPDATE helpdesk.agent AS a SET signature = pg_temp.worst_text('signature', a.person_id);
UPDATE helpdesk.department AS d
SET name = pg_temp.worst('department', d.department_id, 200), description = pg_temp.worst('description', d.department_id, 2000);
INSERT INTO helpdesk.person_note (person_id, author_id, body)
SELECT p.person_id, 1, pg_temp.worst('person note', p.person_id, 10000) FROM helpdesk.person AS p WHERE p.role = 'customer';

INSERT INTO helpdesk.tag (name, description, is_public)
SELECT lower(pg_temp.worst('tag', n.n, 64)), pg_temp.worst('tag', n.n, 500), n.n % 2 = 0
FROM generate_series(1, 5000) AS n(n);

UPDATE helpdesk.canned_reply AS c
SET title = pg_temp.worst('canned', c.canned_reply_id, 200), body = pg_temp.worst_text('canned', c.canned_reply_id);
UPDATE helpdesk.rule AS r
SET name = pg_temp.worst('rule', r.rule_id, 200), description = pg_temp.worst('rule', r.rule_id, 2000);
UPDATE helpdesk.sla_policy AS p
SET name = pg_temp.worst('policy', p.sla_policy_id, 200), description = pg_temp.worst('policy', p.sla_policy_id, 2000);
INSERT INTO helpdesk.skill (name, description)
SELECT pg_temp.worst('skill', n.n, 100), pg_temp.worst('skill', n.n, 2000) FROM generate_series(1, 3) AS n(n);
INSERT INTO helpdesk.calendar (name, description, time_zone)
SELECT pg_temp.worst('calendar', n.n, 200), pg_temp.worst('calendar', n.n, 2000), 'Europe/Berlin'
FROM generate_series(1, 3) AS n(n);
INSERT INTO helpdesk.calendar_hours (calendar_id, weekday, opens, closes)
SELECT c.calendar_id, d.weekday, '08:00', '18:00'
FROM helpdesk.calendar AS c
CROSS JOIN generate_series(1, 5) AS d(weekday)
WHERE NOT EXISTS (SELECT FROM helpdesk.calendar_hours AS h WHERE h.calendar_id = c.calendar_id);
INSERT INTO helpdesk.holiday (calendar_id, day, name)
SELECT c.calendar_id, '2031-12-25', pg_temp.worst('holiday', c.calendar_id, 200) FROM helpdesk.calendar AS c;
INSERT INTO helpdesk.webhook (name, url, events, is_active)
SELECT pg_temp.worst('webhook', n.n, 200), 'https://hooks.example/' || repeat('w', 1900) || n.n, '{ticket_created}', false
FROM generate_series(1, 3) AS n(n);
INSERT INTO helpdesk.saved_view (name, conditions, shared_with, position)
SELECT pg_temp.worst('view', n.n, 200), '{"field": "is_open", "operator": "is", "value": true}', 'agent', 100 + n.n
FROM generate_series(1, 3) AS n(n);
INSERT INTO helpdesk.checklist (name, description)
SELECT pg_temp.worst('checklist', n.n, 200), pg_temp.worst('checklist', n.n, 2000) FROM generate_series(1, 3) AS n(n);
INSERT INTO helpdesk.checklist_step (checklist_id, position, label)
SELECT c.checklist_id, n.n, pg_temp.worst('step', n.n, 500)
FROM helpdesk.checklist AS c
CROSS JOIN generate_series(1, 3) AS n(n);
INSERT INTO helpdesk.custom_field (object, key, label, description, field_type, customer_access, position)
SELECT 'ticket', 'worst_' || n.n, pg_temp.worst('field', n.n, 200), pg_temp.worst('field', n.n, 1000),
    CASE n.n WHEN 1 THEN 'select' ELSE 'text' END, 'edit', n.n
FROM generate_series(1, 3) AS n(n);
INSERT INTO helpdesk.custom_option (custom_field_id, value, label, position)
SELECT f.custom_field_id, pg_temp.worst('option', n.n, 200), pg_temp.worst('option', n.n, 200), n.n
FROM helpdesk.custom_field AS f
CROSS JOIN generate_series(1, 3) AS n(n)
WHERE f.key = 'worst_1';

UPDATE helpdesk.ticket AS t
SET subject = pg_temp.worst('subject', t.ticket_id, 500), description = pg_temp.worst_text('description', t.ticket_id);
UPDATE helpdesk.message AS m SET body = pg_temp.worst_text('message', m.message_id);
UPDATE helpdesk.side_conversation AS c SET subject = pg_temp.worst('side conversation', 3, 500);
UPDATE helpdesk.side_message AS m SET body = pg_temp.worst_text('side message', m.side_message_id);
INSERT INTO helpdesk.ticket_tag (ticket_id, tag_id)
SELECT t.ticket_id, g.tag_id
FROM (SELECT m.ticket_id FROM helpdesk.message AS m GROUP BY m.ticket_id ORDER BY count(*) DESC LIMIT 1) AS t
CROSS JOIN (SELECT g.tag_id FROM helpdesk.tag AS g ORDER BY g.tag_id DESC LIMIT 30) AS g;

UPDATE helpdesk.article_category AS c
SET name = pg_temp.worst('category', c.category_id, 200), description = pg_temp.worst('category', c.category_id, 2000);

-- As if it had been written so: what is said once is not changed afterwards.
ALTER TABLE helpdesk.rating DISABLE TRIGGER USER;
ALTER TABLE helpdesk.article_version DISABLE TRIGGER USER;
UPDATE helpdesk.rating AS r SET comment = pg_temp.worst('rating', 3, 5000);
UPDATE helpdesk.article_version AS v
SET title = pg_temp.worst('article', v.article_version_id, 300),
    summary = pg_temp.worst('summary', v.article_version_id, 1000),
    body = pg_temp.worst_text('article', v.article_version_id);
ALTER TABLE helpdesk.rating ENABLE TRIGGER USER;
ALTER TABLE helpdesk.article_version ENABLE TRIGGER USER;
