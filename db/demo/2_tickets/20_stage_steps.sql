TRUNCATE demo_step;

INSERT INTO demo_step
WITH paced AS (
    SELECT
        t.ticket_id,
        t.scenario,
        k.step,
        k.action,
        t.created_at,
        t.started_at + sum(
            CASE WHEN k.delay_high > 0
                THEN pg_temp.spread(k.delay_low, k.delay_high, pg_temp.roll(t.ticket_id, 100 + k.step))
                    * CASE WHEN k.actor IN ('agent', 'colleague') THEN t.pace ELSE 1 END
                ELSE 0
            END
        ) OVER (PARTITION BY t.ticket_id ORDER BY k.step) AS position
    FROM demo_ticket AS t
    JOIN demo_step_kind AS k ON k.scenario = t.scenario
    WHERE k.step <= t.last_step
        AND (k.tag_no = 0 OR pg_temp.roll(t.ticket_id, 30 + k.tag_no) < CASE k.tag_no WHEN 1 THEN 0.7 ELSE 0.25 END)
        AND (k.action <> 'address_too' OR t.second_id IS NOT NULL)
        AND (k.action <> 'raise' OR t.priority <> 'critical')
),
timed AS (
    SELECT
        p.ticket_id,
        p.scenario,
        p.step,
        p.action,
        CASE
            WHEN p.step = 0 THEN p.created_at
            ELSE greatest(
                p.created_at,
                date_trunc('second', h.starts_at + (p.position - h.active_before) / h.active * interval '1 hour')
            )
        END AS at
    FROM paced AS p
    JOIN demo_hour AS h
        ON h.n = width_bucket(p.position, (SELECT array_agg(b.active_before ORDER BY b.n) FROM demo_hour AS b)) - 1
),
-- The nightly job closes what has been resolved for a week.
closed AS (
    SELECT
        t.ticket_id,
        t.scenario,
        t.step,
        t.action,
        CASE WHEN t.action = 'close'
            THEN date_trunc(
                'day', t.at + interval '7 days' - interval '3 hours 15 minutes'
            ) + interval '1 day 3 hours 15 minutes 2 seconds'
            ELSE t.at
        END AS at
    FROM timed AS t
)
SELECT
    c.ticket_id,
    c.step,
    c.scenario,
    c.action,
    c.at,
    CASE k.actor
        WHEN 'customer' THEN t.requester_id
        WHEN 'agent' THEN CASE k.assignee_no WHEN 1 THEN t.assignee_id ELSE t.next_assignee_id END
        WHEN 'colleague' THEN t.colleague_id
        WHEN 'second' THEN t.second_id
    END,
    CASE k.actor
        WHEN 'customer' THEN CASE WHEN t.channel = 'email' OR p.is_guest THEN 'system' ELSE 'customer' END
        WHEN 'system' THEN 'system'
        WHEN 'colleague' THEN h.role
        WHEN 'second' THEN g.role
        ELSE 'agent'
    END,
    k.part,
    k.message_kind,
    CASE WHEN k.message_kind IS NOT NULL
        THEN (SELECT coalesce(max(m.message_id), 0) FROM helpdesk.message AS m)
            + count(k.message_kind) OVER (ORDER BY c.at, c.ticket_id, c.step)
    END,
    k.tag_no
FROM closed AS c
JOIN demo_run AS r ON c.at <= r.ends_at
JOIN demo_step_kind AS k ON k.scenario = c.scenario AND k.step = c.step
JOIN demo_ticket AS t ON t.ticket_id = c.ticket_id
JOIN helpdesk.person AS p ON p.person_id = t.requester_id
JOIN demo_staff AS h ON h.person_id = t.colleague_id
LEFT JOIN demo_staff AS g ON g.person_id = t.second_id;

ANALYZE demo_step;
