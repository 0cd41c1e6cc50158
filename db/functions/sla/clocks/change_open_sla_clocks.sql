CREATE OR REPLACE FUNCTION helpdesk.change_open_sla_clocks(
    p_ticket_ids bigint[],
    p_upto_change_id bigint DEFAULT NULL,
    p_before_event_id bigint DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.sla_clock AS c
    SET sla_policy_version_id = m.sla_policy_version_id,
        calendar_version_id = m.calendar_version_id,
        target_us = m.target_us,
        target_days = m.target_days,
        since_at = m.since_at,
        used_us = m.used_us,
        paused_us = m.paused_us,
        due_at = m.due_at,
        warn_at = m.warn_at,
        breached_at = m.breached_at
    FROM helpdesk.sla_clock AS o
    CROSS JOIN LATERAL helpdesk.move_sla_clock(o, p_upto_change_id, p_before_event_id) AS m
    WHERE o.ticket_id = ANY (p_ticket_ids)
        AND o.stopped_at IS NULL
        AND (m.sla_policy_version_id, m.calendar_version_id)
            IS DISTINCT FROM (o.sla_policy_version_id, o.calendar_version_id)
        AND c.ticket_id = o.ticket_id
        AND c.metric = o.metric
        AND c.cycle = o.cycle;
END
$$;

COMMENT ON FUNCTION helpdesk.change_open_sla_clocks IS
'Lets the open clocks of these tickets follow the changes that they have yet to follow (see move_sla_clock), all of a '
'ticket at once; the caller holds the tickets'' locks. Used and paused time stay.';
