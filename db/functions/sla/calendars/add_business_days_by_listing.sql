CREATE OR REPLACE FUNCTION helpdesk.add_business_days_by_listing(p_calendar_version_id bigint, p_day date, p_days int)
RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_day date := p_day + 1;
    v_last date;
    v_found int;
    v_left int := p_days;
BEGIN
    WHILE v_day < p_day + 366 * 60 LOOP
        SELECT count(*), max(d.day) INTO v_found, v_last
        FROM (
            SELECT DISTINCT (s.starts_at AT TIME ZONE v.time_zone)::date AS day
            FROM helpdesk.calendar_version AS v
            CROSS JOIN LATERAL helpdesk.known_calendar_spans(v.calendar_version_id, v_day, v_day + 365) AS s
            WHERE v.calendar_version_id = p_calendar_version_id
            ORDER BY day
            LIMIT v_left
        ) AS d;
        IF v_found = v_left THEN
            RETURN v_last;
        END IF;
        v_left := v_left - v_found;
        v_day := v_day + 366;
    END LOOP;
    PERFORM helpdesk.refuse(
        'PD201',
        format('calendar version %s does not have that many business days within 60 years', p_calendar_version_id)
    );
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.add_business_days_by_listing IS
'The day on which a calendar opens for the so many-th time after a day, for days outside the spans made: lists opening '
'times year by year. Raises PD201 after 60 years.';
