CREATE OR REPLACE FUNCTION helpdesk.change_open_sla_clocks(p_at timestamptz, p_calendar_id bigint, p_sla_policy_id bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_policy_version_id bigint := helpdesk.sla_policy_version_of(p_sla_policy_id);
    v_calendar_version_id bigint := helpdesk.calendar_version_of(p_calendar_id);
    v_count bigint;
BEGIN
    UPDATE helpdesk.sla_clock AS c
    SET sla_policy_version_id = n.sla_policy_version_id,
        calendar_version_id = n.calendar_version_id,
        target_us = n.target_us,
        target_days = n.target_days,
        since_at = n.since_at,
        used_us = n.used_us,
        paused_us = n.paused_us,
        due_at = n.due_at,
        warn_at = n.warn_at,
        breached_at = n.breached_at
    FROM helpdesk.sla_clock AS o
    JOIN helpdesk.ticket AS t USING (ticket_id)
    LEFT JOIN helpdesk.sla_version_target AS v ON v.sla_policy_version_id = v_policy_version_id
        AND v.priority = t.priority
        AND v.metric = o.metric
    CROSS JOIN LATERAL helpdesk.step_sla_clock(
        o,
        greatest(p_at, o.since_at),
        o.mode,
        coalesce(v_policy_version_id, o.sla_policy_version_id),
        coalesce(v_calendar_version_id, o.calendar_version_id),
        CASE WHEN v_policy_version_id IS NULL THEN o.target_us ELSE v.target_minutes * 60000000::bigint END,
        CASE WHEN v_policy_version_id IS NULL THEN o.target_days ELSE v.target_days END,
        o.manual_due_at,
        o.warn_percent,
        o.warn_within_us,
        false,
        NULL
    ) AS n
    WHERE c.ticket_id = o.ticket_id
        AND c.metric = o.metric
        AND c.cycle = o.cycle
        AND o.stopped_at IS NULL
        AND (
            o.calendar_version_id IN (SELECT v.calendar_version_id FROM helpdesk.calendar_version AS v WHERE v.calendar_id = p_calendar_id)
            OR o.sla_policy_version_id IN (
                SELECT v.sla_policy_version_id FROM helpdesk.sla_policy_version AS v WHERE v.sla_policy_id = p_sla_policy_id
            )
        );
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END
$$;

COMMENT ON FUNCTION helpdesk.change_open_sla_clocks(timestamptz, bigint, bigint) IS
'Moves every open clock of one calendar or one policy to its version in force, in one statement; used and paused time stay. Returns how many.';
