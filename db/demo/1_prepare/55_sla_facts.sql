-- What event.sla says of each event: the rule is helpdesk.build_sla_facts, called once for each combination that
-- occurs.
CREATE TEMP TABLE demo_fact_kind ON COMMIT DROP AS
SELECT
    row_number() OVER () AS fact_kind_id,
    v.scenario,
    v.step,
    v.position,
    CASE WHEN v.position < 3 THEN coalesce(k.old_status, k.status) ELSE k.status END AS status,
    k.is_raised,
    k.is_transferred,
    r.is_first_answered,
    r.is_next_answered
FROM demo_event_kind AS v
JOIN demo_step_kind AS k USING (scenario, step)
CROSS JOIN LATERAL (
    SELECT
        coalesce(bool_or(a.actor <> 'customer'), false) AS is_first_answered,
        coalesce(
            (array_agg(a.actor <> 'customer' OR NOT a.has_staff_before ORDER BY a.step DESC))[1], true
        ) AS is_next_answered
    FROM (
        SELECT
            s.step,
            s.actor,
            coalesce(bool_or(s.actor <> 'customer') OVER (
                ORDER BY s.step ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ), false) AS has_staff_before
        FROM demo_step_kind AS s
        WHERE s.scenario = v.scenario AND s.message_kind = 'reply' AND s.step <= v.step
    ) AS a
) AS r
WHERE v.kind IN (
    'ticket_created', 'ticket_status_changed', 'ticket_priority_changed', 'reply_created',
    'tag_added', 'department_changed'
);
ANALYZE demo_fact_kind;

-- Which policy and calendar apply: helpdesk.match_sla, called once for each combination that can make a difference.
-- 27_sla.sql has policies for organisations and calendars for departments; organisations without one are alike (class
-- 0).
CREATE TEMP TABLE demo_organisation_class ON COMMIT DROP AS
SELECT o.organisation_id, coalesce(m.organisation_id, 0) AS class_id
FROM helpdesk.organisation AS o
LEFT JOIN (
    SELECT i.organisation_id::bigint AS organisation_id
    FROM helpdesk.sla_policy AS p
    CROSS JOIN LATERAL jsonb_array_elements_text(p.conditions -> 'value') AS i(organisation_id)
) AS m USING (organisation_id)
UNION ALL
SELECT 0, 0;
ANALYZE demo_organisation_class;

CREATE TEMP TABLE demo_match ON COMMIT DROP AS
SELECT
    row_number() OVER () AS match_id,
    c.class_id,
    d.department_id,
    m.policy_version_id,
    m.calendar_version_id
FROM (SELECT DISTINCT class_id FROM demo_organisation_class) AS c
CROSS JOIN helpdesk.department AS d
CROSS JOIN LATERAL helpdesk.match_sla(
    jsonb_populate_record(
        NULL::helpdesk.ticket,
        jsonb_build_object('organisation_id', nullif(c.class_id, 0), 'department_id', d.department_id)
    ),
    helpdesk.sla_settings()
) AS m;
ALTER TABLE demo_match ADD PRIMARY KEY (class_id, department_id);
ANALYZE demo_match;

CREATE TEMP TABLE demo_fact ON COMMIT DROP AS
SELECT
    row_number() OVER () AS fact_id,
    p.sla_policy_version_id AS policy_version_id,
    c.calendar_version_id,
    i.priority,
    f.status,
    f.is_first_answered,
    f.is_next_answered,
    helpdesk.build_sla_facts(
        jsonb_populate_record(
            NULL::helpdesk.ticket,
            jsonb_build_object('priority', i.priority, 'status', f.status, 'status_category', s.category)
        ),
        helpdesk.sla_settings(),
        p.sla_policy_version_id,
        c.calendar_version_id,
        f.is_first_answered,
        f.is_next_answered,
        s.category IN ('solved', 'closed'),
        (SELECT coalesce(max(c.sla_change_id), 0) FROM helpdesk.sla_change AS c)
    ) AS sla
FROM (SELECT DISTINCT status, is_first_answered, is_next_answered FROM demo_fact_kind) AS f
JOIN helpdesk.status AS s USING (status)
CROSS JOIN helpdesk.priority AS i
CROSS JOIN helpdesk.sla_policy_version AS p
CROSS JOIN (
    SELECT v.calendar_version_id FROM helpdesk.calendar_version AS v
    UNION ALL
    SELECT NULL
) AS c
WHERE helpdesk.setting_bool('sla.enabled');
ANALYZE demo_fact;

CREATE TEMP TABLE demo_fact_of ON COMMIT DROP AS
SELECT k.fact_kind_id, m.match_id, f.priority, f.fact_id
FROM demo_fact_kind AS k
CROSS JOIN demo_match AS m
JOIN demo_fact AS f
    ON f.status = k.status
    AND f.is_first_answered = k.is_first_answered
    AND f.is_next_answered = k.is_next_answered
    AND f.policy_version_id IS NOT DISTINCT FROM m.policy_version_id
    AND f.calendar_version_id IS NOT DISTINCT FROM m.calendar_version_id;
ALTER TABLE demo_fact_of ADD PRIMARY KEY (fact_kind_id, match_id, priority);
ANALYZE demo_fact_of;
