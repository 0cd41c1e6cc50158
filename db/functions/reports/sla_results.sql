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
LEFT JOIN reports.tickets AS t USING (ticket_id)
LEFT JOIN helpdesk.sla_policy_version AS v USING (sla_policy_version_id)
LEFT JOIN helpdesk.sla_policy AS p USING (sla_policy_id)
WHERE (c.target_us IS NOT NULL OR c.manual_due_at IS NOT NULL) AND c.state NOT IN ('restarted', 'withdrawn')
    -- By themselves the few deleted ones: who asks for nothing of the ticket then reads no ticket.
    AND NOT EXISTS (SELECT FROM helpdesk.ticket AS d WHERE d.ticket_id = c.ticket_id AND d.deleted_at IS NOT NULL);

COMMENT ON VIEW reports.sla_results IS
'One row for each promise: ticket, metric and cycle, without those that a new start has replaced in time and those of '
'tickets that were merged or spam. is_attained is empty while the promise can still be kept.';
COMMENT ON COLUMN reports.sla_results.ticket_id IS 'Ticket.';
COMMENT ON COLUMN reports.sla_results.metric IS 'What is promised: first_response, next_response or resolution.';
COMMENT ON COLUMN reports.sla_results.cycle IS
'Which promise of this metric, counted from 1: a reopening or another question may begin a new one.';
COMMENT ON COLUMN reports.sla_results.day IS 'Day in UTC on which the promise began.';
COMMENT ON COLUMN reports.sla_results.policy IS
'Name that the SLA policy has now; empty: a due date set by hand without a policy.';
COMMENT ON COLUMN reports.sla_results.department IS 'Department that has the ticket now; empty: none.';
COMMENT ON COLUMN reports.sla_results.priority IS 'Priority of the ticket now.';
COMMENT ON COLUMN reports.sla_results.agent_id IS 'Assignee of the ticket now, a number; empty: nobody.';
COMMENT ON COLUMN reports.sla_results.target_minutes IS
'Minutes of business time that were promised; empty: only a due date set by hand.';
COMMENT ON COLUMN reports.sla_results.used_minutes IS
'Minutes of business time used when the clock last changed state, pauses left out.';
COMMENT ON COLUMN reports.sla_results.state IS 'State of the clock: docs/states.md says what each means.';
COMMENT ON COLUMN reports.sla_results.is_attained IS
'Whether the promise was kept; empty while it still can be. A ticket that is closed without an answer leaves its '
'next_response undecided.';
COMMENT ON COLUMN reports.sla_results.is_warned IS 'Whether a warning was given.';
COMMENT ON COLUMN reports.sla_results.started_at IS 'When the promise began.';
COMMENT ON COLUMN reports.sla_results.due_at IS 'When it must be kept; empty while paused.';
COMMENT ON COLUMN reports.sla_results.stopped_at IS 'When it was kept or ended; empty: not yet.';
GRANT SELECT ON reports.sla_results TO reporter;
