CREATE FUNCTION api.sla_state(ticket_id bigint, as_of timestamptz DEFAULT NULL)
RETURNS TABLE (
    metric text,
    cycle int,
    state text,
    started_at timestamptz,
    target_minutes double precision,
    used_minutes double precision,
    paused_minutes double precision,
    remaining_minutes double precision,
    due_at timestamptz,
    warn_at timestamptz,
    warned_at timestamptz,
    breached_at timestamptz,
    stopped_at timestamptz
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.see_ticket(sla_state.ticket_id);
    RETURN QUERY
    SELECT
        s.metric,
        s.cycle,
        s.state,
        s.started_at,
        s.target_minutes,
        s.used_minutes,
        s.paused_minutes,
        s.remaining_minutes,
        s.due_at,
        s.warn_at,
        s.warned_at,
        s.breached_at,
        s.stopped_at
    FROM helpdesk.sla_state(
        sla_state.ticket_id, helpdesk.require_near(sla_state.as_of, 'as_of')
    ) AS s;
END
$$;

COMMENT ON FUNCTION api.sla_state IS
$$A ticket's SLA clocks at an instant

One row for each metric and cycle; as_of: default now. state: running, paused, met, missed, stopped (nothing was
promised), restarted, or withdrawn. Minutes are business minutes; due_at is null while a clock is paused. Computed from
the event log, so the past can be asked for. Raises PD001 if the ticket is not visible, PD006 for more than five years
ahead.$$;
GRANT EXECUTE ON FUNCTION api.sla_state TO agent, admin;
