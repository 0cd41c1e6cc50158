CREATE OR REPLACE FUNCTION helpdesk.sla_state(p_ticket_id bigint, p_as_of timestamptz DEFAULT NULL)
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
    stopped_at timestamptz,
    sla_policy_version_id bigint,
    calendar_version_id bigint
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT
        r.metric,
        r.cycle,
        r.state,
        r.started_at,
        r.target_us / 60000000.0::double precision,
        u.used_us / 60000000.0::double precision,
        (r.paused_us + CASE r.mode WHEN 'pause' THEN e.us ELSE 0 END) / 60000000.0::double precision,
        greatest(r.target_us - u.used_us, 0) / 60000000.0::double precision,
        r.due_at,
        r.warn_at,
        r.warned_at,
        coalesce(r.breached_at, CASE WHEN r.stopped_at IS NULL AND r.due_at <= o.as_of THEN r.due_at END),
        r.stopped_at,
        r.sla_policy_version_id,
        r.calendar_version_id
    FROM (SELECT coalesce(p_as_of, helpdesk.clock()) AS as_of) AS o
    CROSS JOIN LATERAL helpdesk.recompute_sla(p_ticket_id, p_ticket_id, o.as_of) AS r
    JOIN helpdesk.sla_metric AS m ON m.metric = r.metric
    CROSS JOIN LATERAL (
        SELECT CASE r.mode WHEN 'stop' THEN 0 ELSE helpdesk.business_us(r.calendar_version_id, r.since_at, o.as_of) END
            AS us
    ) AS e
    CROSS JOIN LATERAL (SELECT r.used_us + CASE r.mode WHEN 'run' THEN e.us ELSE 0 END AS used_us) AS u
    ORDER BY m.position, r.cycle;
END;

COMMENT ON FUNCTION helpdesk.sla_state IS
'A ticket''s clocks at an instant (default: now), from the event log alone. Minutes are business minutes.';
