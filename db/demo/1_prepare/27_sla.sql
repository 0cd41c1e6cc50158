-- Offices in three time zones; Technical Support is there around the clock.
INSERT INTO helpdesk.calendar (name, description, time_zone) VALUES
    ('London office', 'Customer Care.', 'Europe/London'),
    ('Berlin office', 'Billing and Security, with a lunch break.', 'Europe/Berlin'),
    ('New York office', 'Orders & Shipping.', 'America/New_York');

INSERT INTO helpdesk.calendar_hours (calendar_id, weekday, opens, closes)
SELECT c.calendar_id, d.weekday, h.opens::time, h.closes::time
FROM (VALUES
    ('London office', '08:00', '18:00', 5), ('Berlin office', '08:30', '12:30', 5),
    ('Berlin office', '13:00', '17:30', 5), ('New York office', '05:00', '17:00', 6)
) AS h(name, opens, closes, days)
JOIN helpdesk.calendar AS c USING (name)
CROSS JOIN LATERAL generate_series(1, h.days) AS d(weekday);

INSERT INTO helpdesk.holiday (calendar_id, day, name, is_recurring)
SELECT c.calendar_id, h.day::date, h.name, true
FROM helpdesk.calendar AS c
JOIN (VALUES
    ('2020-01-01', 'New Year', NULL), ('2020-12-25', 'Christmas', NULL), ('2020-05-01', 'Labour Day', 'Berlin office'),
    ('2020-10-03', 'Day of German Unity', 'Berlin office'), ('2020-12-26', 'Boxing Day', 'London office'),
    ('2020-07-04', 'Independence Day', 'New York office')
) AS h(day, name, calendar) ON h.calendar = c.name OR h.calendar IS NULL AND c.name LIKE '% office';

UPDATE helpdesk.department AS d
SET calendar_id = c.calendar_id
FROM (VALUES
    ('care', 'London office'), ('billing', 'Berlin office'), ('security', 'Berlin office'),
    ('shipping', 'New York office')
) AS n(slug, name)
JOIN helpdesk.calendar AS c USING (name)
WHERE d.slug = n.slug;

INSERT INTO helpdesk.sla_policy (name, description, position, conditions)
SELECT
    'Key accounts',
    'What a few large customers have in their contract.',
    10,
    jsonb_build_object('field', 'organisation_id', 'operator', 'in', 'value', jsonb_agg(o.organisation_id))
FROM helpdesk.organisation AS o
WHERE o.organisation_id % 11 = 3 OR o.organisation_id = 1;
INSERT INTO helpdesk.sla_target (sla_policy_id, priority, metric, target_minutes)
SELECT p.sla_policy_id, t.priority, t.metric, greatest(t.target_minutes / 2, 10)
FROM helpdesk.sla_policy AS p
CROSS JOIN helpdesk.sla_policy AS s
JOIN helpdesk.sla_target AS t ON t.sla_policy_id = s.sla_policy_id
WHERE p.name = 'Key accounts' AND s.is_default;

SELECT helpdesk.publish_calendar(c.calendar_id) FROM helpdesk.calendar AS c;
SELECT helpdesk.publish_sla_policy(p.sla_policy_id) FROM helpdesk.sla_policy AS p;
