CREATE OR REPLACE FUNCTION helpdesk.list_moved_sla_clocks(
    p_at timestamptz,
    p_calendar_id bigint,
    p_sla_policy_id bigint
)
RETURNS TABLE (before helpdesk.sla_clock, after helpdesk.sla_clock)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_policy_version_id bigint := helpdesk.sla_policy_version_of(p_sla_policy_id);
    v_calendar_version_id bigint := helpdesk.calendar_version_of(p_calendar_id);
BEGIN
    RETURN QUERY
    SELECT o, n
    FROM helpdesk.sla_clock AS o
    JOIN helpdesk.ticket AS t USING (ticket_id)
    LEFT JOIN helpdesk.sla_version_target AS v ON v.sla_policy_version_id = v_policy_version_id
        AND v.priority = t.priority
        AND v.metric = o.metric
    CROSS JOIN LATERAL helpdesk.step_sla_clock(
        o,
        greatest(p_at, o.since_at),
        o.mode,
        ROW(
            coalesce(v_policy_version_id, o.sla_policy_version_id),
            coalesce(v_calendar_version_id, o.calendar_version_id),
            CASE WHEN v_policy_version_id IS NULL THEN o.target_us ELSE v.target_minutes * 60000000::bigint END,
            CASE WHEN v_policy_version_id IS NULL THEN o.target_days ELSE v.target_days END,
            o.manual_due_at,
            o.warn_percent,
            o.warn_within_us,
            false,
            o.is_recounted
        )::helpdesk.sla_terms,
        NULL
    ) AS n
    WHERE o.stopped_at IS NULL
        AND (
            o.calendar_version_id IN (
                SELECT v.calendar_version_id FROM helpdesk.calendar_version AS v WHERE v.calendar_id = p_calendar_id
            )
            OR o.sla_policy_version_id IN (
                SELECT v.sla_policy_version_id
                FROM helpdesk.sla_policy_version AS v
                WHERE v.sla_policy_id = p_sla_policy_id
            )
        );
END
$$;

COMMENT ON FUNCTION helpdesk.list_moved_sla_clocks IS
'Every open clock of one calendar or one policy as it is, and as its version in force makes it from an instant on.';
