CREATE FUNCTION api.set_working_hours(hours jsonb, person_id bigint DEFAULT NULL) RETURNS SETOF api.calendar_hours
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_calendar_id bigint := helpdesk.set_working_hours(
        coalesce(set_working_hours.person_id, helpdesk.me()), set_working_hours.hours
    );
BEGIN
    RETURN QUERY
    SELECT h.* FROM api.calendar_hours AS h WHERE h.calendar_id = v_calendar_id ORDER BY h.weekday, h.opens;
END
$$;

COMMENT ON FUNCTION api.set_working_hours IS
$$Say when somebody works

hours as in rpc/set_calendar_hours, in the person's own time zone (people.time_zone), which they follow; null: always.
Routing gives tickets in these hours only. To share a calendar instead, admins set agents.calendar_id. Returns the rows
of the calendar. person_id: by default the caller's; of others with permission people.edit. Raises PD001, PD002,
PD202.$$;
GRANT EXECUTE ON FUNCTION api.set_working_hours TO agent, admin;
