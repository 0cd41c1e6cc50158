CREATE OR REPLACE VIEW reports.sla_results AS
SELECT
    c.ticket_id,
    c.metric,
    c.cycle,
    (c.started_at AT TIME ZONE 'UTC')::date AS day,
    p.name AS policy,
    t.department,
    t.priority,
    t.agent_id,
    c.target_us / 60000000 AS target_minutes,
    c.used_us / 60000000.0::double precision AS used_minutes,
    c.state,
    CASE
        WHEN c.breached_at IS NOT NULL OR c.stopped_at IS NULL AND c.due_at <= k.at THEN false
        WHEN c.stopped_at IS NOT NULL THEN true
    END AS is_attained,
    c.warned_at IS NOT NULL AS is_warned,
    c.started_at,
    c.due_at,
    c.stopped_at
FROM helpdesk.sla_clock AS c
CROSS JOIN reports.clock AS k
JOIN reports.tickets AS t USING (ticket_id)
LEFT JOIN helpdesk.sla_policy_version AS v USING (sla_policy_version_id)
LEFT JOIN helpdesk.sla_policy AS p USING (sla_policy_id)
WHERE (c.target_us IS NOT NULL OR c.manual_due_at IS NOT NULL) AND c.state <> 'restarted';

COMMENT ON VIEW reports.sla_results IS
'One row for each promise: ticket, metric and cycle, without those that a new start has replaced in time. is_attained '
'is empty while the promise can still be kept.';
GRANT SELECT ON reports.sla_results TO reporter;
