CREATE OR REPLACE FUNCTION helpdesk.step_sla_clock(
    p_clock helpdesk.sla_clock,
    p_at timestamptz,
    p_mode text,
    p_terms helpdesk.sla_terms,
    p_event_id bigint,
    p_change_id bigint DEFAULT NULL
) RETURNS helpdesk.sla_clock
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_new helpdesk.sla_clock := p_clock;
    v_is_new boolean := p_clock.started_at IS NULL
        OR p_clock.mode = 'restart'
        OR p_clock.mode IN ('stop', 'withdraw') AND NOT p_terms.is_continued;
    v_is_end boolean := p_mode IN ('stop', 'restart', 'withdraw');
    v_is_recounted boolean := NOT v_is_new
        AND p_terms.is_recounted
        AND p_mode NOT IN ('stop', 'restart', 'withdraw')
        AND p_clock.calendar_version_id IS DISTINCT FROM p_terms.calendar_version_id;
    v_elapsed bigint;
    v_warn_us bigint;
    v_goals bigint[];
    v_past timestamptz[];
    v_has_same_course boolean := false;
    v_has_same_target boolean := false;
BEGIN
    -- What a merge brings happened before; a clock that has counted on since then is not turned back.
    IF NOT v_is_new THEN
        p_at := greatest(p_at, p_clock.since_at);
    END IF;
    IF p_terms.target_days IS NOT NULL THEN
        p_terms.target_us := helpdesk.business_days_us(
            p_terms.calendar_version_id, CASE WHEN v_is_new THEN p_at ELSE p_clock.started_at END, p_terms.target_days
        );
    END IF;
    IF v_is_new THEN
        v_new.cycle := coalesce(p_clock.cycle, 0) + 1;
        v_new.started_at := p_at;
        v_new.used_us := 0;
        v_new.paused_us := 0;
        v_new.warned_at := NULL;
        v_new.breached_at := NULL;
        v_new.is_breach_recorded := false;
        v_new.due_at := NULL;
        v_new.warn_at := NULL;
    ELSE
        IF p_clock.mode NOT IN ('stop', 'withdraw') THEN
            v_elapsed := helpdesk.business_us(p_clock.calendar_version_id, p_clock.since_at, p_at);
            IF p_clock.mode = 'run' THEN
                v_new.used_us := p_clock.used_us + v_elapsed;
            ELSE
                v_new.paused_us := p_clock.paused_us + v_elapsed;
            END IF;
            -- A stretch that lasted no time breaches nothing: two changes at one instant are one.
            IF p_clock.due_at < p_at AND p_clock.since_at < p_at THEN
                v_new.breached_at := coalesce(p_clock.breached_at, p_clock.due_at);
            END IF;
        END IF;
        IF v_is_recounted THEN
            SELECT max(i.after_us), coalesce(sum(i.length_us) FILTER (WHERE i.mode = 'pause'), 0)
            INTO v_new.used_us, v_new.paused_us
            FROM helpdesk.list_sla_intervals(
                p_clock.ticket_id, p_clock.ticket_id, p_upto_event_id => p_event_id, p_upto_change_id => p_change_id
            ) AS i
            WHERE i.metric = p_clock.metric AND i.cycle = p_clock.cycle AND i.is_final;
        END IF;
        v_has_same_target := NOT v_is_recounted
            AND p_clock.target_us IS NOT DISTINCT FROM p_terms.target_us
            AND p_clock.manual_due_at IS NOT DISTINCT FROM p_terms.manual_due_at
            AND p_clock.warn_percent IS NOT DISTINCT FROM p_terms.warn_percent
            AND p_clock.warn_within_us IS NOT DISTINCT FROM p_terms.warn_within_us;
        v_has_same_course := v_has_same_target AND p_clock.mode = p_mode
            AND p_clock.calendar_version_id IS NOT DISTINCT FROM p_terms.calendar_version_id;
    END IF;

    v_new.mode := p_mode;
    v_new.since_at := p_at;
    v_new.stopped_at := CASE WHEN v_is_end THEN p_at END;
    IF v_is_end THEN
        RETURN v_new;
    END IF;
    v_new.sla_policy_version_id := p_terms.sla_policy_version_id;
    v_new.calendar_version_id := p_terms.calendar_version_id;
    v_new.target_us := p_terms.target_us;
    v_new.target_days := p_terms.target_days;
    v_new.manual_due_at := p_terms.manual_due_at;
    v_new.warn_percent := p_terms.warn_percent;
    v_new.warn_within_us := p_terms.warn_within_us;
    v_new.is_recounted := p_terms.is_recounted;
    IF v_has_same_course THEN
        RETURN v_new;
    END IF;

    IF p_terms.manual_due_at IS NOT NULL THEN
        v_new.due_at := p_terms.manual_due_at;
        v_new.warn_at := helpdesk.warning_instant(
            p_terms.calendar_version_id, v_new.started_at, p_terms.manual_due_at, p_terms.warn_percent,
            p_terms.warn_within_us
        );
        RETURN v_new;
    END IF;

    IF p_terms.target_us IS NULL THEN
        v_new.due_at := NULL;
        v_new.warn_at := NULL;
        RETURN v_new;
    END IF;
    v_warn_us := helpdesk.warning_us(p_terms.target_us, p_terms.warn_percent, p_terms.warn_within_us);
    -- A target below the used time was due in the past, and only the history tells when.
    IF v_new.used_us >= least(p_terms.target_us, nullif(v_warn_us, 0)) AND NOT v_has_same_target THEN
        v_goals := ARRAY[least(p_terms.target_us, nullif(v_warn_us, 0)), p_terms.target_us];
        v_past := CASE
            WHEN v_is_recounted
            THEN helpdesk.find_counted_instants(
                p_clock.ticket_id, p_clock.metric, p_clock.cycle, v_goals, p_event_id, p_change_id
            )
            ELSE helpdesk.find_used_instants(p_clock, p_at, v_goals, p_event_id, p_change_id)
        END;
        v_new.warn_at := v_past[1];
        v_new.due_at := v_past[2];
    END IF;
    IF v_new.used_us < p_terms.target_us THEN
        v_new.due_at := CASE
            WHEN p_mode = 'run'
            THEN helpdesk.add_business_us(p_terms.calendar_version_id, p_at, p_terms.target_us - v_new.used_us)
        END;
    END IF;
    IF v_warn_us = 0 THEN
        v_new.warn_at := v_new.started_at;
    ELSIF v_new.used_us < v_warn_us THEN
        v_new.warn_at := CASE
            WHEN p_mode = 'run'
            THEN helpdesk.add_business_us(p_terms.calendar_version_id, p_at, v_warn_us - v_new.used_us)
        END;
    END IF;
    RETURN v_new;
END
$$;

COMMENT ON FUNCTION helpdesk.step_sla_clock IS
'A clock after an instant at which something changed: counts the time since the last, judges it by what applied until '
'now, and sets the due instant by the terms that apply from now on. Mode run, pause, stop, withdraw, or restart: stop '
'for a new cycle; the last three need no terms. p_at may lie before the clock''s last instant, which then counts. '
'Targets in days go before those in microseconds; is_recounted: another calendar counts for the whole cycle. '
'p_event_id: the event, or the last before the edit p_change_id.';
