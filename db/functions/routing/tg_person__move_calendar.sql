-- A trigger, since the zone is a column of another table.
CREATE OR REPLACE FUNCTION helpdesk.tg_person__move_calendar() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.calendar AS c SET time_zone = NEW.time_zone WHERE c.person_id = NEW.person_id;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_person__move_calendar IS
'A person''s own working hours are in the person''s time zone.';
