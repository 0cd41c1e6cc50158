CREATE OR REPLACE FUNCTION helpdesk.freeze_calendar(p_calendar_id bigint, p_in_any_case boolean DEFAULT false)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_calendar helpdesk.calendar;
    v_old helpdesk.calendar_version;
    v_id bigint;
    v_hours jsonb;
    v_holidays jsonb;
    v_is_always_open boolean;
    v_at timestamptz := helpdesk.clock();
BEGIN
    SELECT * INTO v_calendar FROM helpdesk.calendar AS c WHERE c.calendar_id = p_calendar_id;
    IF v_calendar.calendar_id IS NULL THEN
        RETURN NULL;
    END IF;
    v_hours := helpdesk.calendar_hours_of(p_calendar_id);
    SELECT coalesce(jsonb_agg(jsonb_build_array(h.day, h.is_recurring) ORDER BY h.day), '[]') INTO v_holidays
    FROM helpdesk.holiday AS h
    WHERE h.calendar_id = p_calendar_id;
    SELECT * INTO v_old
    FROM helpdesk.calendar_version AS v
    WHERE v.calendar_id = p_calendar_id
    ORDER BY v.calendar_version_id DESC
    LIMIT 1;
    IF NOT p_in_any_case
        AND (v_old.time_zone, v_old.hours, v_old.holidays)
        IS NOT DISTINCT FROM (v_calendar.time_zone, v_hours, v_holidays) THEN
        RETURN v_old.calendar_version_id;
    END IF;

    SELECT count(*) = 7 AND v_holidays = '[]' INTO v_is_always_open
    FROM (
        SELECT 1
        FROM helpdesk.calendar_hours AS h
        WHERE h.calendar_id = p_calendar_id
        GROUP BY h.weekday
        HAVING sum(h.closes - h.opens) = interval '24 hours'
    ) AS d;
    INSERT INTO helpdesk.calendar_version (calendar_id, valid_from, time_zone, hours, holidays, is_always_open)
    VALUES (p_calendar_id, v_at, v_calendar.time_zone, v_hours, v_holidays, v_is_always_open)
    RETURNING calendar_version_id INTO v_id;
    PERFORM helpdesk.extend_calendar(v_id, v_at - interval '1 year', v_at + interval '3 years');
    RETURN v_id;
END
$$;

COMMENT ON FUNCTION helpdesk.freeze_calendar IS
'Freezes a calendar''s rows as a new version with its spans, if they differ from the last, or in any case; returns the '
'version in force. Clocks are not touched.';
