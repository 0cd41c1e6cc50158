INSERT INTO helpdesk.organisation (organisation_id, name, has_shared_tickets, created_at)
OVERRIDING SYSTEM VALUE
SELECT
    n.n,
    CASE n.n
        WHEN 1 THEN 'Whitfield Interiors'
        ELSE n.word || ' ' || n.trade || coalesce(' ' || nullif(n.round, 0)::text, '')
    END,
    n.n % 5 = 0,
    r.ends_at - interval '450 days'
FROM demo_run AS r
CROSS JOIN LATERAL (
    SELECT
        g.n,
        x.words[1 + g.n % array_length(x.words, 1)] AS word,
        x.trades[1 + g.n % array_length(x.trades, 1)] AS trade,
        -- 76 words and 20 trades meet again after 380.
        g.n / 380 AS round
    FROM demo_name AS x
    CROSS JOIN generate_series(1, least(20 + r.tickets / 100, 1500)) AS g(n)
) AS n;

INSERT INTO helpdesk.organisation_domain (domain, organisation_id)
SELECT regexp_replace(lower(o.name), '[^a-z0-9]+', '-', 'g') || '.example', o.organisation_id
FROM helpdesk.organisation AS o;

-- One in twelve writes without an account; they and a few others have private addresses.
INSERT INTO helpdesk.person (person_id, name, email, role, is_guest, organisation_id, time_zone, created_at, updated_at)
OVERRIDING SYSTEM VALUE
SELECT
    c.person_id,
    c.first_name || ' ' || c.last_name,
    lower(c.first_name || '.' || c.last_name || coalesce(nullif(c.round, 0)::text, ''))
        || '@' || coalesce(d.domain, 'mail.example'),
    'customer',
    c.is_guest,
    d.organisation_id,
    (
        ARRAY[
            'UTC', 'Europe/Berlin', 'Europe/London', 'America/New_York', 'Europe/Madrid', 'Asia/Singapore',
            'America/Los_Angeles'
        ]
    )[1 + c.n % 7],
    c.created_at,
    c.created_at
FROM demo_run AS r
CROSS JOIN LATERAL (
    SELECT
        4 AS person_id, 0::bigint AS n, 'Dan' AS first_name, 'Whitfield' AS last_name, 0::bigint AS round,
        false AS is_guest, 1::bigint AS organisation_id, r.ends_at - interval '420 days' AS created_at
    UNION ALL
    SELECT
        100 + g.n,
        g.n,
        x.first_names[1 + g.n % array_length(x.first_names, 1)],
        x.last_names[1 + (g.n * 7 + g.n / array_length(x.first_names, 1)) % array_length(x.last_names, 1)],
        g.n / 5000,
        g.n % 12 = 0,
        CASE
            WHEN g.n % 12 NOT IN (0, 5)
            THEN 1 + floor((SELECT count(*) FROM helpdesk.organisation) * power(pg_temp.roll(g.n, 1), 1.5))::bigint
        END,
        r.ends_at - interval '400 days' - g.n % 60 * interval '1 hour'
    FROM demo_name AS x
    CROSS JOIN generate_series(1, 100 + r.tickets / 8) AS g(n)
) AS c
LEFT JOIN helpdesk.organisation_domain AS d USING (organisation_id);

INSERT INTO helpdesk.person_address (email, person_id, created_at)
SELECT p.email, p.person_id, p.created_at
FROM helpdesk.person AS p
WHERE p.role = 'customer';
SET CONSTRAINTS helpdesk.person_email_is_an_address IMMEDIATE;

CREATE TEMP TABLE demo_customer ON COMMIT DROP AS
SELECT p.person_id, split_part(p.name, ' ', 1) AS first_name, p.organisation_id
FROM helpdesk.person AS p
WHERE p.role = 'customer';
ALTER TABLE demo_customer ADD PRIMARY KEY (person_id);
ANALYZE demo_customer;
