CREATE FUNCTION api.set_calendar_hours(calendar_id bigint, hours jsonb) RETURNS SETOF api.calendar_hours
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.require('settings.edit');
    PERFORM helpdesk.replace_calendar_hours(set_calendar_hours.calendar_id, set_calendar_hours.hours);
    RETURN QUERY
    SELECT h.*
    FROM api.calendar_hours AS h
    WHERE h.calendar_id = set_calendar_hours.calendar_id
    ORDER BY h.weekday, h.opens;
END
$$;

COMMENT ON FUNCTION api.set_calendar_hours IS
$$Replace a calendar's week

hours: {"1": [["09:00", "12:00"], ["13:00", "17:00"]], "2": …} by ISO weekday (1 is Monday); a weekday left out is
closed. Returns the new rows. Raises PD001 (calendar), PD002 (permission), PD202 (hours that cannot be read or
overlap).$$;
GRANT EXECUTE ON FUNCTION api.set_calendar_hours TO admin;
