CREATE OR REPLACE FUNCTION helpdesk.add_business_us_by_listing(
    p_calendar_version_id bigint,
    p_from timestamptz,
    p_us bigint
)
RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_day date;
    v_last_day date;
    v_days int := 8;
    v_span record;
    v_left bigint := p_us;
    v_open bigint;
BEGIN
    SELECT (p_from AT TIME ZONE v.time_zone)::date - 1 INTO v_day
    FROM helpdesk.calendar_version AS v
    WHERE v.calendar_version_id = p_calendar_version_id;
    v_last_day := v_day + 60 * 366;
    WHILE v_day < v_last_day LOOP
        FOR v_span IN
            SELECT greatest(s.starts_at, p_from) AS starts_at, s.ends_at
            FROM helpdesk.known_calendar_spans(p_calendar_version_id, v_day, v_day + v_days - 1) AS s
            WHERE s.ends_at > p_from
        LOOP
            v_open := helpdesk.us_between(v_span.starts_at, v_span.ends_at);
            IF v_left <= v_open THEN
                RETURN v_span.starts_at + v_left * interval '1 microsecond';
            END IF;
            v_left := v_left - v_open;
        END LOOP;
        v_day := v_day + v_days;
        v_days := least(4 * v_days, 366);
    END LOOP;
    PERFORM helpdesk.refuse(
        'PD201',
        format('calendar version %s does not have that much business time within 60 years', p_calendar_version_id)
    );
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.add_business_us_by_listing IS
'add_business_us for instants outside the spans made: lists opening times, of a week first, then of up to a year at a '
'time. Right, but slow. Raises PD201 after 60 years.';
