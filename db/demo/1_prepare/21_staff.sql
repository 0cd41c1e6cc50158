ALTER TABLE helpdesk.person DISABLE TRIGGER person_01_refuse_chosen_key;  -- 5_finish enables all

-- Well-known people have the first ids: 1 Ada (admin), 2 Ben and 3 Cleo (agents), 4 Dan (customer), 5 Eve (admin).
INSERT INTO helpdesk.person (person_id, name, email, handle, role, time_zone, created_at, updated_at)
OVERRIDING SYSTEM VALUE
SELECT
    p.person_id, p.name, p.handle || '@lumenfield.example', p.handle, p.role, p.time_zone,
    r.ends_at - interval '500 days', r.ends_at - interval '500 days'
FROM demo_run AS r
CROSS JOIN (VALUES
    (1, 'Ada Lindqvist', 'ada', 'admin', 'Europe/Stockholm'),
    (2, 'Ben Okafor', 'ben', 'agent', 'Europe/London'),
    (3, 'Cleo Marchetti', 'cleo', 'agent', 'Europe/Rome'),
    (5, 'Eve Tanaka', 'eve', 'admin', 'Asia/Tokyo'),
    (6, 'Farid Haddad', 'farid', 'agent', 'Europe/Berlin'),
    (7, 'Grace Mbeki', 'grace', 'agent', 'Africa/Johannesburg'),
    (8, 'Hugo Sanchez', 'hugo', 'agent', 'America/Mexico_City'),
    (9, 'Ines Duarte', 'ines', 'agent', 'Europe/Lisbon'),
    (10, 'Jonas Weber', 'jonas', 'agent', 'Europe/Berlin'),
    (11, 'Kavya Rao', 'kavya', 'agent', 'Asia/Kolkata'),
    (12, 'Liam Walsh', 'liam', 'agent', 'America/New_York'),
    (13, 'Mei Chen', 'mei', 'agent', 'Asia/Singapore'),
    (14, 'Nora Jensen', 'nora', 'agent', 'America/Chicago'),
    (15, 'Omar Farouk', 'omar', 'agent', 'Europe/London'),
    (16, 'Priya Nair', 'priya', 'agent', 'America/New_York')
) AS p(person_id, name, handle, role, time_zone);

-- Beyond 100,000 tickets a year one more agent for each 12,000: the ids up to 99 are theirs.
INSERT INTO helpdesk.person (person_id, name, email, handle, role, created_at, updated_at)
OVERRIDING SYSTEM VALUE
SELECT
    16 + n.n,
    n.first_name || ' ' || n.last_name,
    lower(n.first_name) || n.n || '@lumenfield.example',
    lower(n.first_name) || n.n,
    'agent',
    r.ends_at - interval '500 days',
    r.ends_at - interval '500 days'
FROM demo_run AS r
CROSS JOIN LATERAL (
    SELECT
        g.n,
        x.first_names[1 + (g.n * 3) % array_length(x.first_names, 1)] AS first_name,
        x.last_names[1 + (g.n * 5) % array_length(x.last_names, 1)] AS last_name
    FROM demo_name AS x
    CROSS JOIN generate_series(1, least((r.tickets - 100000) / 12000, 83)) AS g(n)
) AS n;

UPDATE helpdesk.agent
SET signature = (SELECT p.name FROM helpdesk.person AS p WHERE p.person_id = agent.person_id)
    || E'\nLumenfield Support';
UPDATE helpdesk.agent SET is_light = true WHERE person_id = 16;
UPDATE helpdesk.agent SET availability = 'away' WHERE person_id IN (8, 12);
UPDATE helpdesk.agent SET availability = 'offline' WHERE person_id = 13;

INSERT INTO helpdesk.department_member (department_id, person_id, is_lead)
SELECT d.department_id, m.person_id, m.is_lead
FROM (VALUES
    ('care', 2, true), ('care', 3, false), ('care', 9, false), ('care', 7, false),
    ('billing', 10, true), ('billing', 3, false), ('billing', 14, false),
    ('technical', 6, true), ('technical', 11, false), ('technical', 12, false), ('technical', 8, false),
    ('technical', 2, false), ('shipping', 13, true), ('shipping', 7, false), ('shipping', 8, false),
    ('security', 15, true), ('security', 6, false), ('security', 16, false), ('security', 5, false)
) AS m(slug, person_id, is_lead)
JOIN helpdesk.department AS d USING (slug);

INSERT INTO helpdesk.department_member (department_id, person_id)
SELECT d.department_id, p.person_id
FROM helpdesk.person AS p
JOIN helpdesk.department AS d
    ON d.slug = (
        ARRAY['care', 'technical', 'billing', 'shipping', 'care', 'technical', 'security']
    )[1 + p.person_id % 7]
WHERE p.person_id > 16;

INSERT INTO helpdesk.person_presence (person_id, seen_at)
SELECT p.person_id, r.ends_at - make_interval(mins => (p.person_id % 3)::int)
FROM demo_run AS r
CROSS JOIN helpdesk.person AS p
WHERE p.person_id IN (1, 2, 3, 6, 8, 11);

CREATE TEMP TABLE demo_staff ON COMMIT DROP AS
SELECT
    p.person_id,
    p.role,
    p.handle,
    split_part(p.name, ' ', 1) AS first_name,
    row_number() OVER (ORDER BY p.person_id) AS position
FROM helpdesk.person AS p
WHERE p.role <> 'customer';

-- Who takes tickets, by department; the order makes some busier than others.
CREATE TEMP TABLE demo_team ON COMMIT DROP AS
SELECT
    d.slug,
    d.department_id,
    row_number() OVER (ORDER BY d.department_id) AS position,
    array_agg(m.person_id ORDER BY m.is_lead, m.person_id) AS agents
FROM helpdesk.department AS d
JOIN helpdesk.department_member AS m USING (department_id)
JOIN helpdesk.agent AS a USING (person_id)
JOIN helpdesk.person AS p USING (person_id)
WHERE NOT a.is_light AND p.role = 'agent'
GROUP BY d.slug, d.department_id;
