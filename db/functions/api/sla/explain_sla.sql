CREATE FUNCTION api.explain_sla(ticket_id bigint, as_of timestamptz DEFAULT NULL)
RETURNS TABLE (
    metric text,
    cycle int,
    state text,
    target_minutes double precision,
    used_minutes double precision,
    paused_minutes double precision,
    remaining_minutes double precision,
    started_at timestamptz,
    due_at timestamptz,
    breached_at timestamptz,
    stopped_at timestamptz,
    intervals jsonb,
    measures jsonb
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.see_ticket(explain_sla.ticket_id);
    RETURN QUERY
    SELECT
        s.metric,
        s.cycle,
        s.state,
        s.target_minutes,
        s.used_minutes,
        s.paused_minutes,
        s.remaining_minutes,
        s.started_at,
        s.due_at,
        s.breached_at,
        s.stopped_at,
        e.intervals,
        to_jsonb(m)
    FROM helpdesk.sla_state(explain_sla.ticket_id, explain_sla.as_of) AS s
    JOIN helpdesk.explain_sla(explain_sla.ticket_id, explain_sla.as_of) AS e
        ON e.metric = s.metric AND e.cycle = s.cycle
    CROSS JOIN helpdesk.measure_ticket(explain_sla.ticket_id, coalesce(explain_sla.as_of, helpdesk.clock())) AS m;
END
$$;

COMMENT ON FUNCTION api.explain_sla IS
$$Why a ticket is due when it is

One row for each metric and cycle, with its totals; intervals lists each stretch of time that counted or was paused:
from, to, kind (counted or paused), status, policy, calendar, target_minutes, target_days (where business days were
promised), minutes (business minutes in the interval) and used_minutes (used in all after it). measures: those of
rpc/ticket_measures, the same in each row. as_of: the instant to explain, default now. Computed from the event log.
Raises PD001 if the ticket is not visible.$$;
GRANT EXECUTE ON FUNCTION api.explain_sla TO agent, admin;
