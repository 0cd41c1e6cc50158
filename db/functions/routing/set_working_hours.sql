CREATE OR REPLACE FUNCTION helpdesk.set_working_hours(p_person_id bigint, p_hours jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_calendar_id bigint;
BEGIN
    IF p_person_id IS DISTINCT FROM helpdesk.me() THEN
        PERFORM helpdesk.require('people.edit');
    END IF;
    PERFORM 1 FROM helpdesk.agent AS a WHERE a.person_id = p_person_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse('PD001', format('agent %s not found', coalesce(p_person_id::text, 'null')));
    END IF;
    IF p_hours IS NOT NULL THEN
        INSERT INTO helpdesk.calendar AS c (person_id, name, time_zone)
        SELECT p.person_id, format('Working hours of person %s', p.person_id), p.time_zone
        FROM helpdesk.person AS p
        WHERE p.person_id = p_person_id
        ON CONFLICT (person_id) DO UPDATE SET time_zone = excluded.time_zone
        RETURNING c.calendar_id INTO v_calendar_id;
        PERFORM helpdesk.replace_calendar_hours(v_calendar_id, p_hours);
    END IF;
    UPDATE helpdesk.agent AS a SET calendar_id = v_calendar_id WHERE a.person_id = p_person_id;
    RETURN v_calendar_id;
END
$$;

COMMENT ON FUNCTION helpdesk.set_working_hours IS
'Gives somebody working hours of their own, in their time zone; NULL: always at work. One''s own, or with permission '
'people.edit; the agent''s lock orders two calls. Raises PD001, PD002, PD202.';
