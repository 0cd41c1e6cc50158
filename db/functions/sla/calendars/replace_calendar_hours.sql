CREATE OR REPLACE FUNCTION helpdesk.replace_calendar_hours(p_calendar_id bigint, p_hours jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_problem text;
BEGIN
    PERFORM 1 FROM helpdesk.calendar AS c WHERE c.calendar_id = p_calendar_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('calendar %s not found', coalesce(p_calendar_id::text, 'null')), NULL,
            'See /rest/calendars.'
        );
    END IF;
    IF p_hours IS NULL OR jsonb_typeof(p_hours) <> 'object' THEN
        PERFORM helpdesk.refuse('PD202', 'hours must be an object by weekday');
    END IF;
    SELECT format('hours of weekday %s cannot be read', d.key) INTO v_problem
    FROM jsonb_each(p_hours) AS d
    WHERE d.key !~ '^[1-7]$' OR NOT jsonb_path_match(
        d.value,
        'strict $.type() == "array" && !exists($[*] ? (!(@.type() == "array" && @.size() == 2
            && @[0].type() == "string" && @[1].type() == "string"
            && @[0] like_regex "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"
            && @[1] like_regex "^(([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?|24:00(:00)?)$")))',
        silent => true
    ) IS TRUE
    LIMIT 1;
    IF v_problem IS NULL THEN
        SELECT format('hours of weekday %s overlap, or end before they begin', s.weekday) INTO v_problem
        FROM (
            SELECT
                d.key AS weekday,
                (h.span ->> 0)::time AS opens,
                (h.span ->> 1)::time AS closes,
                lag((h.span ->> 1)::time) OVER (PARTITION BY d.key ORDER BY (h.span ->> 0)::time) AS closed_before
            FROM jsonb_each(p_hours) AS d
            CROSS JOIN LATERAL jsonb_array_elements(d.value) AS h(span)
        ) AS s
        WHERE s.opens >= s.closes OR s.opens < s.closed_before
        LIMIT 1;
    END IF;
    IF v_problem IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD202', v_problem);
    END IF;

    DELETE FROM helpdesk.calendar_hours AS h WHERE h.calendar_id = p_calendar_id;
    INSERT INTO helpdesk.calendar_hours (calendar_id, weekday, opens, closes)
    SELECT p_calendar_id, d.key::smallint, (h.span ->> 0)::time, (h.span ->> 1)::time
    FROM jsonb_each(p_hours) AS d
    CROSS JOIN LATERAL jsonb_array_elements(d.value) AS h(span);
END
$$;

COMMENT ON FUNCTION helpdesk.replace_calendar_hours IS
'Writes a calendar''s week anew from {"1": [["09:00", "17:00"]], …}. Raises PD001, PD202.';
