CREATE OR REPLACE FUNCTION helpdesk.extend_calendar(
    p_calendar_version_id bigint,
    p_from timestamptz,
    p_until timestamptz
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_version helpdesk.calendar_version;
    v_first date;
    v_last date;
    v_total bigint;
    v_done bigint;
    v_count bigint := 0;
BEGIN
    SELECT * INTO v_version
    FROM helpdesk.calendar_version AS v
    WHERE v.calendar_version_id = p_calendar_version_id
    FOR NO KEY UPDATE;
    IF v_version.is_always_open
        OR p_from IS NULL
        OR p_until IS NULL
        OR NOT isfinite(p_from)
        OR NOT isfinite(p_until) THEN
        RETURN 0;
    END IF;
    v_first := (p_from AT TIME ZONE v_version.time_zone)::date;
    v_last := (p_until AT TIME ZONE v_version.time_zone)::date;

    -- Backwards: totals before the first span made are negative, so nothing has to be rewritten.
    IF v_first < v_version.first_day THEN
        INSERT INTO helpdesk.calendar_span (calendar_version_id, starts_at, ends_at, before_us)
        SELECT
            p_calendar_version_id,
            s.starts_at,
            s.ends_at,
            coalesce(
                (
                    SELECT min(o.before_us)
                    FROM helpdesk.calendar_span AS o
                    WHERE o.calendar_version_id = p_calendar_version_id
                ),
                0
            ) - sum(helpdesk.us_between(s.starts_at, s.ends_at)) OVER (ORDER BY s.starts_at DESC)
        FROM helpdesk.list_calendar_spans(p_calendar_version_id, v_first, v_version.first_day - 1) AS s;
        GET DIAGNOSTICS v_count = ROW_COUNT;
    END IF;

    IF v_version.last_day IS NULL OR v_last > v_version.last_day THEN
        SELECT o.before_us + helpdesk.us_between(o.starts_at, o.ends_at) INTO v_total
        FROM helpdesk.calendar_span AS o
        WHERE o.calendar_version_id = p_calendar_version_id
        ORDER BY o.before_us DESC
        LIMIT 1;
        INSERT INTO helpdesk.calendar_span (calendar_version_id, starts_at, ends_at, before_us)
        SELECT
            p_calendar_version_id,
            s.starts_at,
            s.ends_at,
            coalesce(v_total, 0) + sum(helpdesk.us_between(s.starts_at, s.ends_at)) OVER (ORDER BY s.starts_at)
                - helpdesk.us_between(s.starts_at, s.ends_at)
        FROM helpdesk.list_calendar_spans(
            p_calendar_version_id, coalesce(v_version.last_day + 1, v_first), v_last
        ) AS s;
        GET DIAGNOSTICS v_done = ROW_COUNT;
        v_count := v_count + v_done;
    END IF;

    v_first := least(v_first, v_version.first_day);
    v_last := greatest(v_last, v_version.last_day);
    UPDATE helpdesk.calendar_version AS v
    SET first_day = v_first,
        last_day = v_last,
        spans_from = helpdesk.to_instant(v_first::timestamp, v.time_zone),
        spans_until = helpdesk.to_instant((v_last + 1)::timestamp, v.time_zone)
    WHERE v.calendar_version_id = p_calendar_version_id;
    RETURN v_count;
END
$$;

COMMENT ON FUNCTION helpdesk.extend_calendar IS
'Makes the spans of a calendar version cover the period too, set-based; returns how many were added.';
