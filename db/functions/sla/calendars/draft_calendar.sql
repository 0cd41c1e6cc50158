CREATE OR REPLACE FUNCTION helpdesk.draft_calendar(
    p_calendar_id bigint,
    p_hours jsonb,
    p_holidays jsonb,
    p_time_zone text
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_old bigint := helpdesk.calendar_version_of(p_calendar_id);
    v_id bigint;
BEGIN
    PERFORM 1 FROM helpdesk.calendar AS c WHERE c.calendar_id = p_calendar_id;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('calendar %s not found', coalesce(p_calendar_id::text, 'null')), NULL,
            'See /rest/calendars.'
        );
    END IF;
    IF p_time_zone IS NOT NULL THEN
        UPDATE helpdesk.calendar AS c SET time_zone = p_time_zone WHERE c.calendar_id = p_calendar_id;
    END IF;
    IF p_hours IS NOT NULL THEN
        PERFORM helpdesk.replace_calendar_hours(p_calendar_id, p_hours);
    END IF;
    IF p_holidays IS NOT NULL THEN
        IF jsonb_typeof(p_holidays) <> 'array' OR EXISTS (
            SELECT 1
            FROM jsonb_array_elements(p_holidays) AS h(holiday)
            WHERE jsonb_typeof(h.holiday) <> 'object'
                OR NOT helpdesk.is_instant(h.holiday ->> 'day') IS TRUE
                OR coalesce(jsonb_typeof(h.holiday -> 'is_recurring'), 'boolean') <> 'boolean'
        ) THEN
            PERFORM helpdesk.refuse(
                'PD203', 'holidays are not a list of {day, is_recurring}', NULL, 'Give [{"day": "2026-12-25"}].'
            );
        END IF;
        DELETE FROM helpdesk.holiday AS h WHERE h.calendar_id = p_calendar_id;
        INSERT INTO helpdesk.holiday (calendar_id, day, is_recurring)
        SELECT p_calendar_id, (h.holiday ->> 'day')::date, coalesce((h.holiday -> 'is_recurring')::boolean, false)
        FROM jsonb_array_elements(p_holidays) AS h(holiday)
        ON CONFLICT (calendar_id, day) DO NOTHING;
    END IF;
    v_id := helpdesk.freeze_calendar(p_calendar_id);
    INSERT INTO helpdesk.sla_change (at, calendar_id, calendar_version_id)
    SELECT helpdesk.clock(), p_calendar_id, v_id
    WHERE v_id <> v_old;
    RETURN v_id;
END
$$;

COMMENT ON FUNCTION helpdesk.draft_calendar IS
'Writes a draft into a calendar''s rows, each part that is not NULL, and freezes it; for callers that undo it. Raises '
'PD001, PD006, PD202, PD203.';
