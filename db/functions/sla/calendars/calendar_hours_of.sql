CREATE OR REPLACE FUNCTION helpdesk.calendar_hours_of(p_calendar_id bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(jsonb_object_agg(d.weekday::text, d.spans), '{}')
    FROM (
        SELECT h.weekday, jsonb_agg(jsonb_build_array(h.opens::text, h.closes::text) ORDER BY h.opens) AS spans
        FROM helpdesk.calendar_hours AS h
        WHERE h.calendar_id = p_calendar_id
        GROUP BY h.weekday
    ) AS d;
END;

COMMENT ON FUNCTION helpdesk.calendar_hours_of IS 'A calendar''s week as {"1": [["09:00:00", "17:00:00"]], …}.';
