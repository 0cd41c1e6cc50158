TRUNCATE demo_ticket;

INSERT INTO demo_ticket
-- MATERIALIZED: else each roll is made anew for every row that it is compared with.
WITH n AS MATERIALIZED (
    SELECT
        i.ticket_id,
        h.is_outage,
        date_trunc('second', h.starts_at + i.share * interval '1 hour') AS created_at,
        h.active_before + i.share * h.active AS started_at,
        pg_temp.roll(i.ticket_id, 10) AS topic,
        pg_temp.roll(i.ticket_id, 12) AS scenario,
        pg_temp.roll(i.ticket_id, 13) AS priority,
        pg_temp.roll(i.ticket_id, 11) AS channel,
        CASE WHEN h.n > 8784 - 24 * 28 THEN 0.4 WHEN h.n > 8784 - 24 * 90 THEN 0.1 ELSE 0.025 END AS unfinished
    FROM demo_hour AS h
    CROSS JOIN LATERAL (
        SELECT
            g.ticket_id,
            (
                g.ticket_id - h.first_ticket_id + pg_temp.roll(g.ticket_id, 20)
            ) / (h.last_ticket_id - h.first_ticket_id + 1) AS share
        FROM generate_series(
            greatest(h.first_ticket_id, current_setting('demo.first')::bigint),
            least(h.last_ticket_id, current_setting('demo.last')::bigint)
        ) AS g(ticket_id)
    ) AS i
    WHERE h.last_ticket_id >= current_setting('demo.first')::bigint
        AND h.first_ticket_id <= current_setting('demo.last')::bigint
)
SELECT
    n.ticket_id,
    n.created_at,
    n.started_at,
    o.topic_id,
    floor(pg_temp.roll(n.ticket_id, 27) * o.strands)::int,
    floor(pg_temp.roll(n.ticket_id, 14) * 16)::bigint,
    (10000 + pg_temp.roll(n.ticket_id, 15) * 89999)::int::text,
    c.scenario,
    CASE
        WHEN pg_temp.roll(n.ticket_id, 16) < n.unfinished
        THEN k.steps[1 + floor(power(pg_temp.roll(n.ticket_id, 17), 0.6) * cardinality(k.steps))::int]
        ELSE 1000
    END,
    CASE p.priority
        WHEN 'critical' THEN 0.05
        WHEN 'urgent' THEN 0.13
        WHEN 'high' THEN 0.4
        WHEN 'medium' THEN 0.75
        ELSE 1.2
    END,
    r.person_id,
    r.organisation_id,
    d.department_id,
    x.department_id,
    d.agents[a.n],
    CASE
        WHEN c.scenario = 'transfer'
            THEN x.agents[1 + floor(pg_temp.roll(n.ticket_id, 18) * cardinality(x.agents))::int]
        ELSE d.agents[1 + a.n % cardinality(d.agents)]
    END,
    h.person_id,
    CASE WHEN pg_temp.roll(n.ticket_id, 19) < 0.35 THEN g.person_id END,
    p.priority,
    CASE p.priority WHEN 'low' THEN 'medium' WHEN 'medium' THEN 'high' WHEN 'high' THEN 'urgent' ELSE 'critical' END,
    CASE
        WHEN n.channel < 0.42 THEN 'web'
        WHEN n.channel < 0.82 THEN 'email'
        WHEN n.channel < 0.94 THEN 'widget'
        ELSE 'api'
    END,
    (SELECT m.match_id FROM demo_match AS m WHERE m.class_id = b.class_id AND m.department_id = d.department_id),
    (SELECT m.match_id FROM demo_match AS m WHERE m.class_id = b.class_id AND m.department_id = x.department_id)
FROM n
JOIN demo_topic AS o ON CASE
    WHEN n.is_outage AND pg_temp.roll(n.ticket_id, 21) < 0.5 THEN o.topic = 'outage'
    ELSE n.topic >= o.chance_from AND n.topic < o.chance_until
END
JOIN demo_scenario AS c ON n.scenario >= c.chance_from AND n.scenario < c.chance_until
JOIN demo_pause_point AS k ON k.scenario = c.scenario
JOIN demo_team AS d ON d.slug = o.team
JOIN demo_team AS x ON x.position = 1 + (d.position + floor(pg_temp.roll(n.ticket_id, 22) * 4)::bigint) % 5
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN o.topic = 'outage'
            THEN CASE WHEN n.priority < 0.3 THEN 'critical' WHEN n.priority < 0.8 THEN 'urgent' ELSE 'high' END
        WHEN n.priority < 0.22 THEN 'low'
        WHEN n.priority < 0.76 THEN 'medium'
        WHEN n.priority < 0.93 THEN 'high'
        WHEN n.priority < 0.987 THEN 'urgent'
        ELSE 'critical'
    END AS priority
) AS p
CROSS JOIN LATERAL (
    SELECT 1 + floor(power(pg_temp.roll(n.ticket_id, 23), 1.25) * cardinality(d.agents))::int AS n
) AS a
-- Dan asks now and then; the others by chance, some far more often.
JOIN demo_customer AS r ON r.person_id = CASE
    WHEN n.ticket_id % 211 = 7 THEN 4
    ELSE 101 + floor(power(pg_temp.roll(n.ticket_id, 24), 1.8) * ((SELECT count(*) FROM demo_customer) - 1))::bigint
END
JOIN demo_organisation_class AS b ON b.organisation_id = coalesce(r.organisation_id, 0)
-- Two colleagues beside the assignee: the next in a circle of all staff, from a random distance.
JOIN demo_staff AS s ON s.person_id = d.agents[a.n]
CROSS JOIN (SELECT count(*) AS staff FROM demo_staff) AS z
JOIN demo_staff AS h ON h.position = 1 + (s.position + floor(pg_temp.roll(n.ticket_id, 25) * 6)::bigint) % z.staff
JOIN demo_staff AS g ON g.position = 1 + (s.position + 6 + floor(pg_temp.roll(n.ticket_id, 26) * 8)::bigint) % z.staff;

ANALYZE demo_ticket;
