CREATE OR REPLACE FUNCTION helpdesk.add_business_us(p_calendar_version_id bigint, p_from timestamptz, p_us bigint)
RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_version helpdesk.calendar_version;
    v_span helpdesk.calendar_span;
    v_total bigint;
    v_found timestamptz;
BEGIN
    IF p_us < 0 THEN
        PERFORM helpdesk.refuse('PD201', 'business time to add is negative');
    END IF;
    IF p_calendar_version_id IS NOT NULL THEN
        SELECT * INTO v_version FROM helpdesk.calendar_version AS v WHERE v.calendar_version_id = p_calendar_version_id;
    END IF;
    IF p_calendar_version_id IS NULL OR v_version.is_always_open THEN
        RETURN p_from + p_us * interval '1 microsecond';
    END IF;
    IF v_version.hours = '{}' OR p_us IS NULL THEN
        RETURN NULL;
    END IF;
    IF p_from < v_version.spans_from OR p_from >= v_version.spans_until THEN
        RETURN helpdesk.add_business_us_by_listing(p_calendar_version_id, p_from, p_us);
    END IF;

    SELECT * INTO v_span
    FROM helpdesk.calendar_span AS s
    WHERE s.calendar_version_id = p_calendar_version_id AND s.starts_at <= p_from
    ORDER BY s.starts_at DESC
    LIMIT 1;
    IF p_us = 0 THEN
        IF v_span.ends_at > p_from THEN
            RETURN p_from;
        END IF;
        SELECT s.starts_at INTO v_found
        FROM helpdesk.calendar_span AS s
        WHERE s.calendar_version_id = p_calendar_version_id AND s.starts_at > p_from
        ORDER BY s.starts_at
        LIMIT 1;
        RETURN coalesce(v_found, helpdesk.add_business_us_by_listing(p_calendar_version_id, v_version.spans_until, 0));
    END IF;

    IF v_span.starts_at IS NULL THEN
        SELECT s.before_us INTO v_total
        FROM helpdesk.calendar_span AS s
        WHERE s.calendar_version_id = p_calendar_version_id
        ORDER BY s.starts_at
        LIMIT 1;
        IF v_total IS NULL THEN
            RETURN helpdesk.add_business_us_by_listing(p_calendar_version_id, p_from, p_us);
        END IF;
    ELSE
        v_total := v_span.before_us + helpdesk.us_between(v_span.starts_at, least(p_from, v_span.ends_at));
    END IF;
    v_total := v_total + p_us;
    SELECT * INTO v_span
    FROM helpdesk.calendar_span AS s
    WHERE s.calendar_version_id = p_calendar_version_id AND s.before_us < v_total
    ORDER BY s.before_us DESC
    LIMIT 1;
    v_found := v_span.starts_at + (v_total - v_span.before_us) * interval '1 microsecond';
    IF v_found <= v_span.ends_at THEN
        RETURN v_found;
    END IF;
    RETURN helpdesk.add_business_us_by_listing(
        p_calendar_version_id,
        v_version.spans_until,
        v_total - v_span.before_us - helpdesk.us_between(v_span.starts_at, v_span.ends_at)
    );
END
$$;

COMMENT ON FUNCTION helpdesk.add_business_us IS
'The instant at which so many microseconds of business time have passed; two index look-ups. A sum that ends at a '
'closing instant is that instant; 0 from outside opening hours is the next opening. NULL if the calendar never opens.';
