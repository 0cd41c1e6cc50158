CREATE VIEW api.sla_clocks WITH (security_invoker = true) AS
SELECT
    c.ticket_id,
    c.metric,
    c.cycle,
    c.state,
    c.breached_at IS NOT NULL OR c.stopped_at IS NULL AND c.due_at <= (SELECT helpdesk.clock()) AS is_breached,
    c.target_us / 60000000 AS target_minutes,
    c.target_days,
    c.used_us / 60000000.0::double precision AS used_minutes,
    c.paused_us / 60000000.0::double precision AS paused_minutes,
    c.since_at AS counted_until_at,
    c.started_at,
    c.due_at,
    c.warn_at,
    c.warned_at,
    c.breached_at,
    c.stopped_at
FROM helpdesk.sla_clock AS c
WHERE helpdesk.token_reads('sla_clocks');

COMMENT ON VIEW api.sla_clocks IS
$$SLA clocks of tickets

One row for each metric (first_response, next_response, resolution) and cycle. state: running, paused, met, missed,
stopped (nothing was promised), restarted (by a change of priority, setting sla.on_priority_change, or an older question
that was merged in), or withdrawn (merged or spam: neither met nor missed). target_days: the promise, where it was one
of business days. Order by due_at for what is due next. rpc/sla_state gives the same at any
instant, rpc/explain_sla says why.$$;
COMMENT ON COLUMN api.sla_clocks.is_breached IS
'The due instant has passed before the clock stopped; true at once, recorded as an event within a minute.';
COMMENT ON COLUMN api.sla_clocks.used_minutes IS 'Business minutes used up to counted_until_at.';
COMMENT ON COLUMN api.sla_clocks.paused_minutes IS 'Business minutes paused up to counted_until_at.';
COMMENT ON COLUMN api.sla_clocks.target_minutes IS
'Business minutes promised; null: nothing is, time is only measured.';
COMMENT ON COLUMN api.sla_clocks.target_days IS
'The promise in business days, where it was one; target_minutes is what it means from started_at on.';
COMMENT ON COLUMN api.sla_clocks.counted_until_at IS 'used_minutes and paused_minutes are counted up to here.';

GRANT SELECT ON api.sla_clocks TO agent, admin;
