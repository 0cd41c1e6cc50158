CREATE OR REPLACE FUNCTION helpdesk.business_days_us(p_calendar_version_id bigint, p_from timestamptz, p_days int)
RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_version helpdesk.calendar_version;
    v_from timestamptz := p_from;
    v_local timestamp;
    v_day date;
    v_last date;
    v_found int;
BEGIN
    IF p_calendar_version_id IS NULL THEN
        RETURN p_days * 86400000000;
    END IF;
    SELECT * INTO v_version FROM helpdesk.calendar_version AS v WHERE v.calendar_version_id = p_calendar_version_id;
    IF v_version.hours = '{}' THEN
        RETURN NULL;
    END IF;
    IF v_version.is_always_open THEN
        v_local := p_from AT TIME ZONE v_version.time_zone;
        v_day := v_local::date + p_days;
    ELSE
        v_from := helpdesk.add_business_us(p_calendar_version_id, p_from, 0);
        v_local := v_from AT TIME ZONE v_version.time_zone;
        v_day := v_local::date;
        SELECT count(*), max(d.day) INTO v_found, v_last
        FROM (
            SELECT DISTINCT (s.starts_at AT TIME ZONE v_version.time_zone)::date AS day
            FROM helpdesk.calendar_span AS s
            WHERE s.calendar_version_id = p_calendar_version_id
                AND s.starts_at >= helpdesk.to_instant((v_day + 1)::timestamp, v_version.time_zone)
                AND s.starts_at < helpdesk.to_instant((v_day + 2 * p_days + 14)::timestamp, v_version.time_zone)
            ORDER BY day
            LIMIT p_days
        ) AS d
        WHERE p_from >= v_version.spans_from;
        IF v_found = p_days THEN
            v_day := v_last;
        ELSE
            v_day := helpdesk.add_business_days_by_listing(p_calendar_version_id, v_day, p_days);
        END IF;
    END IF;
    RETURN helpdesk.business_us(
        p_calendar_version_id, v_from, helpdesk.to_instant(v_day + v_local::time, v_version.time_zone)
    );
END
$$;

COMMENT ON FUNCTION helpdesk.business_days_us IS
'Business days as microseconds of business time: from an instant, or the next opening, to the same local time so many '
'business days (local days on which the calendar opens) later; where that day is closed by then, to its closing. '
'Counted in business time, so that pauses, changes and what is left are exact. NULL if the calendar never opens. '
'Raises PD201.';
