-- What one step means: who does it, which text, what kind of message.
CREATE TEMP TABLE demo_action ON COMMIT DROP AS
SELECT a.*
FROM (VALUES
    ('create', 'customer', NULL, NULL, false),
    ('tag', 'agent', NULL, NULL, false),
    ('assign', 'agent', NULL, NULL, false),
    ('reassign', 'agent', NULL, NULL, false),
    ('transfer', 'agent', NULL, NULL, false),
    ('raise', 'agent', NULL, NULL, false),
    ('set_status', 'agent', NULL, NULL, false),
    ('ask', 'agent', 'ask', 'reply', false),
    ('answer', 'agent', 'solve', 'reply', false),
    ('work', 'agent', 'work', 'reply', true),
    ('solve', 'agent', 'solve', 'reply', true),
    ('solve_again', 'agent', 'final', 'reply', true),
    ('detail', 'customer', 'detail', 'reply', false),
    ('thanks', 'customer', 'thanks', 'reply', false),
    ('again', 'customer', 'again', 'reply', false),
    ('chase', 'customer', 'chase', 'reply', false),
    ('note', 'agent', 'note', 'note', false),
    ('mention', 'agent', 'mention', 'note', false),
    ('help', 'agent', 'help', 'note', false),
    ('helped', 'colleague', 'helped', 'note', false),
    ('address', 'colleague', NULL, NULL, false),
    ('address_too', 'second', NULL, NULL, false),
    ('customer_close', 'customer', NULL, NULL, false),
    ('close', 'system', NULL, NULL, false)
) AS a(action, actor, part, message_kind, sets_status);

CREATE TEMP TABLE demo_scenario ON COMMIT DROP AS
SELECT
    s.*,
    (sum(s.weight) OVER (ROWS UNBOUNDED PRECEDING) - s.weight)::double precision / sum(s.weight) OVER () AS chance_from,
    sum(s.weight) OVER (ROWS UNBOUNDED PRECEDING)::double precision / sum(s.weight) OVER () AS chance_until
FROM (VALUES
    ('quick', 27), ('ask', 22), ('work', 12), ('confirm', 8), ('transfer', 6), ('help', 6), ('unheard', 2),
    ('reopen', 5), ('hold', 4), ('urgent', 3), ('customer_close', 2), ('chase', 4), ('reassign', 3), ('mention', 3)
) AS s(scenario, weight);

-- Delays are minutes of work (see demo_hour.active) after the step before, from mostly to at most; a day of work has
-- about 650.
CREATE TEMP TABLE demo_script ON COMMIT DROP AS
SELECT s.*
FROM (VALUES
    ('quick', 1, 'assign', 1, 90, NULL), ('quick', 2, 'solve', 8, 500, 'resolved'),
    ('quick', 3, 'close', 0, 0, 'closed'),

    ('ask', 1, 'assign', 1, 120, NULL), ('ask', 2, 'ask', 6, 400, 'waiting_on_customer'),
    ('ask', 3, 'detail', 15, 1500, 'waiting_on_agent'), ('ask', 4, 'solve', 10, 900, 'resolved'),
    ('ask', 5, 'close', 0, 0, 'closed'),

    ('work', 1, 'assign', 1, 120, NULL), ('work', 2, 'work', 8, 450, 'in_progress'), ('work', 3, 'note', 30, 900, NULL),
    ('work', 4, 'solve', 20, 1100, 'resolved'), ('work', 5, 'close', 0, 0, 'closed'),

    ('confirm', 1, 'assign', 1, 90, NULL), ('confirm', 2, 'answer', 10, 500, 'waiting_on_customer'),
    ('confirm', 3, 'thanks', 20, 2000, 'waiting_on_agent'), ('confirm', 4, 'set_status', 2, 200, 'resolved'),
    ('confirm', 5, 'close', 0, 0, 'closed'),

    ('transfer', 1, 'assign', 2, 150, NULL), ('transfer', 2, 'note', 5, 200, NULL),
    ('transfer', 3, 'transfer', 1, 10, NULL), ('transfer', 4, 'reassign', 5, 200, NULL),
    ('transfer', 5, 'ask', 10, 400, 'waiting_on_customer'), ('transfer', 6, 'detail', 15, 1200, 'waiting_on_agent'),
    ('transfer', 7, 'solve', 15, 900, 'resolved'),
    ('transfer', 8, 'close', 0, 0, 'closed'),

    ('help', 1, 'assign', 1, 100, NULL), ('help', 2, 'work', 8, 300, 'in_progress'), ('help', 3, 'help', 5, 300, NULL),
    ('help', 4, 'helped', 20, 900, NULL), ('help', 5, 'address', 1, 3, NULL), ('help', 6, 'address_too', 5, 200, NULL),
    ('help', 7, 'solve', 10, 500, 'resolved'), ('help', 8, 'close', 0, 0, 'closed'),

    ('unheard', 1, 'assign', 1, 100, NULL), ('unheard', 2, 'help', 15, 400, NULL),
    ('unheard', 3, 'chase', 300, 1200, NULL), ('unheard', 4, 'solve', 30, 900, 'resolved'),
    ('unheard', 5, 'close', 0, 0, 'closed'),

    ('reopen', 1, 'assign', 1, 90, NULL), ('reopen', 2, 'solve', 10, 500, 'resolved'),
    ('reopen', 3, 'again', 60, 1900, 'reopened'), ('reopen', 4, 'work', 10, 350, 'in_progress'),
    ('reopen', 5, 'note', 20, 600, NULL), ('reopen', 6, 'solve_again', 20, 900, 'resolved'),
    ('reopen', 7, 'close', 0, 0, 'closed'),

    ('hold', 1, 'assign', 1, 120, NULL), ('hold', 2, 'ask', 8, 400, 'waiting_on_customer'),
    ('hold', 3, 'detail', 15, 900, 'waiting_on_agent'), ('hold', 4, 'note', 10, 200, NULL),
    ('hold', 5, 'set_status', 1, 10, 'on_hold'), ('hold', 6, 'set_status', 700, 6000, 'in_progress'),
    ('hold', 7, 'solve', 15, 500, 'resolved'), ('hold', 8, 'close', 0, 0, 'closed'),

    ('urgent', 1, 'raise', 2, 60, NULL), ('urgent', 2, 'assign', 1, 30, NULL),
    ('urgent', 3, 'work', 3, 90, 'in_progress'), ('urgent', 4, 'set_status', 15, 200, 'escalated'),
    ('urgent', 5, 'note', 5, 120, NULL), ('urgent', 6, 'chase', 60, 500, NULL),
    ('urgent', 7, 'solve', 20, 500, 'resolved'), ('urgent', 8, 'close', 0, 0, 'closed'),

    ('customer_close', 1, 'assign', 1, 90, NULL), ('customer_close', 2, 'answer', 10, 400, 'waiting_on_customer'),
    ('customer_close', 3, 'customer_close', 30, 1500, 'closed'),

    ('chase', 1, 'chase', 500, 1500, NULL), ('chase', 2, 'assign', 5, 400, NULL),
    ('chase', 3, 'work', 10, 300, 'in_progress'), ('chase', 4, 'solve', 60, 1500, 'resolved'),
    ('chase', 5, 'close', 0, 0, 'closed'),

    ('reassign', 1, 'assign', 1, 120, NULL), ('reassign', 2, 'ask', 10, 300, 'waiting_on_customer'),
    ('reassign', 3, 'detail', 20, 900, 'waiting_on_agent'), ('reassign', 4, 'reassign', 60, 900, NULL),
    ('reassign', 5, 'solve', 10, 500, 'resolved'), ('reassign', 6, 'close', 0, 0, 'closed'),

    ('mention', 1, 'assign', 1, 120, NULL), ('mention', 2, 'mention', 5, 200, NULL),
    ('mention', 3, 'solve', 20, 900, 'resolved'), ('mention', 4, 'close', 0, 0, 'closed')
) AS s(scenario, position, action, delay_low, delay_high, status);

-- Each scenario begins with the creation and tags beside the first assignment.
CREATE TEMP TABLE demo_step_kind ON COMMIT DROP AS
WITH script AS (
    SELECT c.scenario, s.position * 10 AS step, s.action, s.delay_low, s.delay_high, s.status, 0 AS tag_no
    FROM demo_script AS s
    JOIN demo_scenario AS c USING (scenario)
    UNION ALL
    SELECT c.scenario, 0, 'create', 0, 0, 'open', 0 FROM demo_scenario AS c
    UNION ALL
    SELECT s.scenario, s.position * 10 + t.n, 'tag', 1, 2, NULL, t.n
    FROM demo_script AS s
    CROSS JOIN generate_series(1, 2) AS t(n)
    WHERE s.action = 'assign'
),
carried AS (
    SELECT s.*, count(s.status) OVER (PARTITION BY s.scenario ORDER BY s.step) AS status_no
    FROM script AS s
),
moved AS (
    SELECT
        c.scenario, c.step, c.action, c.delay_low, c.delay_high, c.tag_no,
        max(c.status) OVER (PARTITION BY c.scenario, c.status_no) AS status
    FROM carried AS c
)
SELECT
    m.scenario,
    m.step,
    m.action,
    m.delay_low::double precision AS delay_low,
    m.delay_high::double precision AS delay_high,
    m.tag_no,
    m.status,
    s.category AS category,
    lag(m.status) OVER w AS old_status,
    lag(s.category) OVER w AS old_category,
    a.actor,
    a.part,
    a.message_kind,
    a.sets_status,
    -- 2 from the step on in which the second assignee takes over.
    1 + (count(*) FILTER (WHERE m.action = 'reassign') OVER w)::int AS assignee_no,
    bool_or(m.action IN ('assign', 'reassign')) OVER w AS is_assigned,
    bool_or(m.action = 'transfer') OVER w AS is_transferred,
    bool_or(m.action = 'raise') OVER w AS is_raised,
    m.action NOT IN ('create', 'tag', 'address', 'address_too') AS is_update
FROM moved AS m
JOIN demo_action AS a USING (action)
JOIN helpdesk.status AS s USING (status)
WINDOW w AS (PARTITION BY m.scenario ORDER BY m.step);
ANALYZE demo_step_kind;

-- The facts that a step leaves in the log, in order.
CREATE TEMP TABLE demo_event_kind ON COMMIT DROP AS
SELECT k.scenario, k.step, e.position, e.kind
FROM demo_step_kind AS k
CROSS JOIN LATERAL (VALUES
    (1, CASE
        WHEN k.action = 'create' THEN 'ticket_created'
        WHEN k.action IN ('assign', 'reassign') THEN 'ticket_assigned'
        WHEN k.action = 'tag' THEN 'tag_added'
        WHEN k.action = 'transfer' THEN 'department_changed'
        WHEN k.action = 'raise' THEN 'ticket_priority_changed'
        WHEN k.action IN ('address', 'address_too') THEN 'help_addressed'
        WHEN k.message_kind = 'reply' THEN 'reply_created'
        WHEN k.message_kind = 'note' THEN 'internal_note_added'
    END),
    (2, CASE k.action WHEN 'help' THEN 'help_requested' WHEN 'mention' THEN 'mentioned' END),
    (3, CASE WHEN k.status <> k.old_status THEN 'ticket_status_changed' END),
    (4, CASE
        WHEN k.status = k.old_status THEN NULL
        WHEN k.category = 'closed' THEN 'ticket_closed'
        WHEN k.category = 'solved' THEN 'ticket_resolved'
        WHEN k.old_category IN ('solved', 'closed') THEN 'ticket_reopened'
        WHEN k.status = 'escalated' AND k.old_status IS NOT NULL THEN 'ticket_escalated'
    END)
) AS e(position, kind)
WHERE e.kind IS NOT NULL;
ANALYZE demo_event_kind;

-- After which steps an unfinished ticket may be left.
CREATE TEMP TABLE demo_pause_point ON COMMIT DROP AS
SELECT
    k.scenario,
    array_agg(k.step ORDER BY k.step) AS steps
FROM demo_step_kind AS k
WHERE k.category NOT IN ('solved', 'closed')
    AND k.action NOT IN ('assign', 'transfer', 'helped', 'address')
    AND k.tag_no <> 1
GROUP BY k.scenario;
