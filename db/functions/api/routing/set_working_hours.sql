CREATE FUNCTION api.set_working_hours(hours jsonb, person_id bigint DEFAULT NULL) RETURNS SETOF api.calendar_hours
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_person_id bigint := coalesce(set_working_hours.person_id, helpdesk.me());
    v_calendar_id bigint;
BEGIN
    IF v_person_id IS DISTINCT FROM helpdesk.me() THEN
        PERFORM helpdesk.require('people.edit');
    END IF;
    PERFORM 1 FROM helpdesk.agent AS a WHERE a.person_id = v_person_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse('PD001', format('agent %s not found', coalesce(v_person_id::text, 'null')));
    END IF;
    IF set_working_hours.hours IS NOT NULL THEN
        INSERT INTO helpdesk.calendar AS c (person_id, name, time_zone)
        SELECT p.person_id, format('Working hours of person %s', p.person_id), p.time_zone
        FROM helpdesk.person AS p
        WHERE p.person_id = v_person_id
        ON CONFLICT (person_id) DO UPDATE SET time_zone = excluded.time_zone
        RETURNING c.calendar_id INTO v_calendar_id;
        PERFORM helpdesk.replace_calendar_hours(v_calendar_id, set_working_hours.hours);
    END IF;
    UPDATE helpdesk.agent AS a SET calendar_id = v_calendar_id WHERE a.person_id = v_person_id;
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
