CREATE OR REPLACE FUNCTION helpdesk.change_open_sla_clocks(
    p_at timestamptz,
    p_calendar_id bigint,
    p_sla_policy_id bigint
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_count bigint;
BEGIN
    UPDATE helpdesk.sla_clock AS c
    SET sla_policy_version_id = (m.after).sla_policy_version_id,
        calendar_version_id = (m.after).calendar_version_id,
        target_us = (m.after).target_us,
        target_days = (m.after).target_days,
        since_at = (m.after).since_at,
        used_us = (m.after).used_us,
        paused_us = (m.after).paused_us,
        due_at = (m.after).due_at,
        warn_at = (m.after).warn_at,
        breached_at = (m.after).breached_at
    FROM helpdesk.list_moved_sla_clocks(p_at, p_calendar_id, p_sla_policy_id) AS m
    WHERE c.ticket_id = (m.before).ticket_id AND c.metric = (m.before).metric AND c.cycle = (m.before).cycle;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END
$$;

COMMENT ON FUNCTION helpdesk.change_open_sla_clocks IS
'Moves every open clock of one calendar or one policy to its version in force, in one statement; used and paused time '
'stay. Returns how many.';
