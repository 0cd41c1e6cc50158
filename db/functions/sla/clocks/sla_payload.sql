CREATE OR REPLACE FUNCTION helpdesk.sla_payload(p_clock helpdesk.sla_clock) RETURNS jsonb
LANGUAGE sql STABLE
RETURN jsonb_build_object(
    'metric', p_clock.metric,
    'cycle', p_clock.cycle,
    'due_at', coalesce(p_clock.breached_at, p_clock.due_at),
    'target_minutes', p_clock.target_us / 60000000
);

COMMENT ON FUNCTION helpdesk.sla_payload IS 'What sla_warning, sla_breached and sla_met tell of a clock.';
