CREATE OR REPLACE FUNCTION helpdesk.move_sla_clock(
    p_clock helpdesk.sla_clock,
    p_upto_change_id bigint DEFAULT NULL,
    p_before_event_id bigint DEFAULT NULL
) RETURNS helpdesk.sla_clock
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_clock helpdesk.sla_clock := p_clock;
    v_change helpdesk.sla_change;
    v_target helpdesk.sla_version_target;
    v_event_id bigint;
    v_priority text;
BEGIN
    IF p_clock.stopped_at IS NOT NULL THEN
        RETURN p_clock;
    END IF;
    FOR v_change IN
        SELECT c.*
        FROM helpdesk.sla_change AS c
        WHERE c.done_at IS NULL
            AND (p_upto_change_id IS NULL OR c.sla_change_id <= p_upto_change_id)
            AND (
                c.calendar_version_id > p_clock.calendar_version_id AND c.calendar_id = (
                    SELECT v.calendar_id
                    FROM helpdesk.calendar_version AS v
                    WHERE v.calendar_version_id = p_clock.calendar_version_id
                )
                OR c.sla_policy_version_id > p_clock.sla_policy_version_id AND c.sla_policy_id = (
                    SELECT v.sla_policy_id
                    FROM helpdesk.sla_policy_version AS v
                    WHERE v.sla_policy_version_id = p_clock.sla_policy_version_id
                )
            )
        ORDER BY c.sla_change_id
    LOOP
        -- By the priority that the clock was promised for: the event that is being written may change it.
        IF v_event_id IS NULL THEN
            SELECT e.event_id, e.sla ->> 'priority' INTO v_event_id, v_priority
            FROM helpdesk.event AS e
            WHERE e.ticket_id = p_clock.ticket_id
                AND e.sla IS NOT NULL
                AND (p_before_event_id IS NULL OR e.event_id < p_before_event_id)
            ORDER BY e.event_id DESC
            LIMIT 1;
        END IF;
        SELECT * INTO v_target
        FROM helpdesk.sla_version_target AS t
        WHERE t.sla_policy_version_id = v_change.sla_policy_version_id
            AND t.priority = v_priority
            AND t.metric = p_clock.metric;
        v_clock := helpdesk.step_sla_clock(
            v_clock,
            greatest(v_change.at, v_clock.since_at),
            v_clock.mode,
            ROW(
                coalesce(v_change.sla_policy_version_id, v_clock.sla_policy_version_id),
                coalesce(v_change.calendar_version_id, v_clock.calendar_version_id),
                CASE
                    WHEN v_change.sla_policy_id IS NULL THEN v_clock.target_us
                    ELSE v_target.target_minutes * 60000000::bigint
                END,
                CASE WHEN v_change.sla_policy_id IS NULL THEN v_clock.target_days ELSE v_target.target_days END,
                v_clock.manual_due_at,
                v_clock.warn_percent,
                v_clock.warn_within_us,
                false,
                v_clock.is_recounted
            )::helpdesk.sla_terms,
            v_event_id,
            v_change.sla_change_id
        );
    END LOOP;
    RETURN v_clock;
END
$$;

COMMENT ON FUNCTION helpdesk.move_sla_clock IS
'A clock as the changes of its calendar and policy make it that it has yet to follow, one after another: up to a '
'change, all if NULL; p_before_event_id: as they were before an event of its ticket.';
