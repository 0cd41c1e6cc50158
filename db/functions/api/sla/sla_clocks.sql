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
FROM helpdesk.sla_clock AS c;

COMMENT ON VIEW api.sla_clocks IS
$$SLA clocks of tickets

One row for each metric (first_response, next_response, resolution) and cycle. state: running, paused, met, missed,
stopped (nothing was promised), or restarted (by a change of priority, setting sla.on_priority_change). target_days: the
promise, where it was one of business days. Order by due_at for what is due next. rpc/sla_state gives the same at any
instant, rpc/explain_sla says why.$$;
COMMENT ON COLUMN api.sla_clocks.is_breached IS
'The due instant has passed before the clock stopped; true at once, recorded as an event within a minute.';
COMMENT ON COLUMN api.sla_clocks.used_minutes IS 'Business minutes used up to counted_until_at.';
COMMENT ON COLUMN api.sla_clocks.paused_minutes IS 'Business minutes paused up to counted_until_at.';
COMMENT ON COLUMN api.sla_clocks.due_at IS
'Null while paused, unless the target is used up or a due date was set by hand.';
COMMENT ON COLUMN api.sla_clocks.breached_at IS 'The due instant that passed.';

GRANT SELECT ON api.sla_clocks TO agent, admin;
