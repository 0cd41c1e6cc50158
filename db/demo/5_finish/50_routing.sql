INSERT INTO helpdesk.skill (name, description) VALUES
    ('Data protection', 'Requests under the GDPR.'),
    ('Identity', 'Sign-in, second factor, single sign-on.'),
    ('API', 'The REST API, webhooks, integrations.'),
    ('Hardware', 'Devices and their firmware.');

INSERT INTO helpdesk.agent_skill (person_id, skill_id, proficiency)
SELECT p.person_id, s.skill_id, k.proficiency
FROM (VALUES
    ('farid', 'API', 5), ('kavya', 'API', 4), ('liam', 'Hardware', 5), ('hugo', 'Hardware', 3), ('ben', 'Identity', 3),
    ('ben', 'API', 2), ('kavya', 'Identity', 4), ('omar', 'Data protection', 5), ('farid', 'Data protection', 3),
    ('omar', 'Identity', 4)
) AS k(handle, name, proficiency)
JOIN helpdesk.person AS p USING (handle)
JOIN helpdesk.skill AS s ON s.name = k.name;

INSERT INTO helpdesk.tag_skill (tag_id, skill_id, min_proficiency)
SELECT g.tag_id, s.skill_id, k.min_proficiency
FROM (VALUES
    ('gdpr', 'Data protection', 3), ('sso', 'Identity', 3), ('2fa', 'Identity', 2), ('api', 'API', 2),
    ('webhook', 'API', 3), ('firmware', 'Hardware', 3)
) AS k(tag, name, min_proficiency)
JOIN helpdesk.tag AS g ON g.name = k.tag
JOIN helpdesk.skill AS s ON s.name = k.name;

INSERT INTO helpdesk.department_routing (department_id, strategy)
SELECT d.department_id, k.strategy
FROM (VALUES ('care', 'round_robin'), ('billing', 'least_busy'), ('technical', 'skills')) AS k(slug, strategy)
JOIN helpdesk.department AS d USING (slug);

-- Some room above what each has now.
UPDATE helpdesk.agent AS a
SET max_open = o.count * 5 / 4 + 20
FROM (
    SELECT t.assignee_id, count(*) AS count
    FROM helpdesk.ticket AS t
    WHERE t.status_category NOT IN ('solved', 'closed') AND t.deleted_at IS NULL
    GROUP BY t.assignee_id
) AS o
WHERE a.person_id = o.assignee_id AND a.person_id IN (9, 10, 11, 14);

UPDATE helpdesk.agent AS a
SET calendar_id = c.calendar_id
FROM helpdesk.calendar AS c
WHERE c.name = 'London office' AND a.person_id IN (9, 15);

INSERT INTO helpdesk.absence (person_id, starts_at, ends_at, reason)
SELECT 14, r.ends_at - interval '2 days', r.ends_at + interval '5 days', 'Holiday' FROM demo_run AS r;
