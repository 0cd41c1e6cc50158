CREATE OR REPLACE FUNCTION helpdesk.business_us(p_calendar_version_id bigint, p_from timestamptz, p_until timestamptz)
RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_version helpdesk.calendar_version;
    v_from bigint;
    v_until bigint;
BEGIN
    IF p_until <= p_from THEN
        RETURN 0;
    END IF;
    IF p_calendar_version_id IS NULL THEN
        RETURN (extract(epoch FROM p_until - p_from) * 1000000)::bigint;
    END IF;
    SELECT * INTO v_version FROM helpdesk.calendar_version AS v WHERE v.calendar_version_id = p_calendar_version_id;
    IF v_version.is_always_open THEN
        RETURN (extract(epoch FROM p_until - p_from) * 1000000)::bigint;
    END IF;
    IF p_from < v_version.spans_from OR p_until > v_version.spans_until THEN
        RETURN (
            SELECT coalesce(sum(helpdesk.us_between(greatest(s.starts_at, p_from), least(s.ends_at, p_until))), 0)
            FROM helpdesk.known_calendar_spans(
                p_calendar_version_id,
                (p_from AT TIME ZONE v_version.time_zone)::date - 1,
                (p_until AT TIME ZONE v_version.time_zone)::date
            ) AS s
            WHERE s.ends_at > p_from AND s.starts_at < p_until
        );
    END IF;

    SELECT s.before_us + helpdesk.us_between(s.starts_at, least(p_from, s.ends_at)) INTO v_from
    FROM helpdesk.calendar_span AS s
    WHERE s.calendar_version_id = p_calendar_version_id AND s.starts_at <= p_from
    ORDER BY s.starts_at DESC
    LIMIT 1;
    IF v_from IS NULL THEN
        SELECT s.before_us INTO v_from
        FROM helpdesk.calendar_span AS s
        WHERE s.calendar_version_id = p_calendar_version_id
        ORDER BY s.starts_at
        LIMIT 1;
    END IF;
    SELECT s.before_us + helpdesk.us_between(s.starts_at, least(p_until, s.ends_at)) INTO v_until
    FROM helpdesk.calendar_span AS s
    WHERE s.calendar_version_id = p_calendar_version_id AND s.starts_at <= p_until
    ORDER BY s.starts_at DESC
    LIMIT 1;
    RETURN coalesce(v_until - v_from, 0);
END
$$;

COMMENT ON FUNCTION helpdesk.business_us IS
'Microseconds of business time from one instant to another, 0 if reversed; two index look-ups. No calendar: every '
'instant counts.';
