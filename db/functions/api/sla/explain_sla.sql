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
DECLARE
    v_as_of timestamptz := helpdesk.require_near(explain_sla.as_of, 'as_of');
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
    FROM helpdesk.sla_state(explain_sla.ticket_id, v_as_of) AS s
    JOIN (
        SELECT
            n.metric,
            n.cycle::int AS cycle,
            jsonb_agg(
                jsonb_build_object(
                    'from', n.starts_at,
                    'to', n.ends_at,
                    'kind', CASE n.mode WHEN 'run' THEN 'counted' ELSE 'paused' END,
                    'status', n.status,
                    'policy', (
                        SELECT p.name
                        FROM helpdesk.sla_policy_version AS v
                        JOIN helpdesk.sla_policy AS p USING (sla_policy_id)
                        WHERE v.sla_policy_version_id = n.sla_policy_version_id
                    ),
                    'calendar', coalesce((
                        SELECT c.name
                        FROM helpdesk.calendar_version AS v
                        JOIN helpdesk.calendar AS c USING (calendar_id)
                        WHERE v.calendar_version_id = n.calendar_version_id
                    ), 'around the clock'),
                    'target_minutes', n.target_us / 60000000,
                    'target_days', n.target_days,
                    'minutes', round(n.length_us / 60000000.0, 3),
                    'used_minutes',
                    round((n.before_us + CASE n.mode WHEN 'run' THEN n.length_us ELSE 0 END) / 60000000.0, 3)
                )
                ORDER BY n.seq
            ) AS intervals
        FROM (
            SELECT
                i.metric,
                i.cycle,
                i.seq,
                i.starts_at,
                o.ends_at,
                i.mode,
                i.status,
                i.sla_policy_version_id,
                i.calendar_version_id,
                i.target_us,
                i.target_days,
                i.before_us,
                CASE
                    WHEN i.ends_at IS NULL THEN helpdesk.business_us(i.calendar_version_id, i.starts_at, o.ends_at)
                    ELSE i.length_us
                END AS length_us
            FROM helpdesk.list_sla_intervals(explain_sla.ticket_id, explain_sla.ticket_id, v_as_of) AS i
            CROSS JOIN LATERAL (SELECT coalesce(i.ends_at, greatest(v_as_of, i.starts_at)) AS ends_at) AS o
            WHERE i.is_final
        ) AS n
        GROUP BY n.metric, n.cycle
    ) AS e ON e.metric = s.metric AND e.cycle = s.cycle
    CROSS JOIN helpdesk.measure_ticket(explain_sla.ticket_id, v_as_of) AS m;
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
