CREATE OR REPLACE FUNCTION helpdesk.find_used_instants(
    p_clock helpdesk.sla_clock,
    p_at timestamptz,
    p_goals_us bigint[],
    p_event_id bigint,
    p_change_id bigint DEFAULT NULL
) RETURNS timestamptz[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    v_found timestamptz[] := array_fill(NULL::timestamptz, ARRAY[cardinality(p_goals_us)]);
    v_used_us bigint := 0;
    v_length_us bigint;
    v_stretch record;
    v_last_change_id bigint := (SELECT max(c.sla_change_id) FROM helpdesk.sla_change AS c);
BEGIN
    IF p_clock.mode = 'run' AND p_clock.used_us < ALL (p_goals_us) THEN
        RETURN ARRAY(
            SELECT helpdesk.add_business_us(p_clock.calendar_version_id, p_clock.since_at, g.us - p_clock.used_us)
            FROM unnest(p_goals_us) WITH ORDINALITY AS g(us, number)
            ORDER BY g.number
        );
    END IF;
    FOR v_stretch IN
        SELECT
            e.at AS starts_at,
            lead(e.at, 1, p_at) OVER (ORDER BY e.event_id) AS ends_at,
            e.sla -> p_clock.metric ->> 0 = 'run' AS is_counted,
            (e.sla ->> 'calendar')::bigint AS calendar_version_id,
            bool_or(e.sla ?| '{recount,at}') OVER () OR (e.sla -> 'change')::bigint < v_last_change_id AND EXISTS (
                SELECT 1
                FROM helpdesk.sla_change AS c
                WHERE c.sla_change_id > (e.sla -> 'change')::bigint AND c.sla_policy_id = (
                    SELECT p.sla_policy_id
                    FROM helpdesk.sla_policy_version AS p
                    WHERE p.sla_policy_version_id = (e.sla ->> 'policy')::bigint
                )
                UNION ALL
                SELECT 1
                FROM helpdesk.sla_change AS c
                WHERE c.sla_change_id > (e.sla -> 'change')::bigint AND c.calendar_id = (
                    SELECT k.calendar_id
                    FROM helpdesk.calendar_version AS k
                    WHERE k.calendar_version_id = (e.sla ->> 'calendar')::bigint
                )
            ) AS is_cut
        FROM helpdesk.event AS e
        WHERE e.ticket_id = p_clock.ticket_id
            AND e.sla IS NOT NULL
            AND e.at >= p_clock.started_at
            AND (p_event_id IS NULL OR e.event_id <= p_event_id)
        ORDER BY e.event_id
    LOOP
        -- Edits of calendars and policies cut stretches in two, another calendar may count the cycle anew, and merges
        -- tell of what was before: only list_sla_intervals tells of that.
        IF v_stretch.is_cut THEN
            RETURN helpdesk.find_counted_instants(
                p_clock.ticket_id, p_clock.metric, p_clock.cycle, p_goals_us, p_event_id, p_change_id
            );
        END IF;
        CONTINUE WHEN NOT v_stretch.is_counted;
        v_length_us := helpdesk.business_us(v_stretch.calendar_version_id, v_stretch.starts_at, v_stretch.ends_at);
        FOR i IN 1 .. cardinality(p_goals_us) LOOP
            IF v_found[i] IS NULL AND v_used_us + v_length_us >= p_goals_us[i] THEN
                v_found[i] := helpdesk.add_business_us(
                    v_stretch.calendar_version_id, v_stretch.starts_at, p_goals_us[i] - v_used_us
                );
            END IF;
        END LOOP;
        EXIT WHEN array_position(v_found, NULL) IS NULL;
        v_used_us := v_used_us + v_length_us;
    END LOOP;
    RETURN v_found;
END
$$;

COMMENT ON FUNCTION helpdesk.find_used_instants IS
'When the clock''s used time reached each of the goals (microseconds), by the events up to one of them; p_at is the '
'end of the last stretch. NULL: not reached.';
