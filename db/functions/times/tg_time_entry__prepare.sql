-- A trigger, since whose time it is and their day do not depend on who writes it: REST, psql, the timer.
CREATE OR REPLACE FUNCTION helpdesk.tg_time_entry__prepare() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    NEW.person_id := coalesce(NEW.person_id, helpdesk.me());
    NEW.worked_on := coalesce(NEW.worked_on, (
        SELECT (helpdesk.clock() AT TIME ZONE p.time_zone)::date
        FROM helpdesk.person AS p
        WHERE p.person_id = NEW.person_id
    ));
    NEW.note := nullif(btrim(NEW.note, E' \t\r\n'), '');
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_time_entry__prepare IS
'Without a person it is the caller''s time, without a day today''s.';
