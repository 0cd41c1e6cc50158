-- A trigger, since only Postgres' own conversion tells whether a zone is known.
CREATE OR REPLACE FUNCTION helpdesk.tg_calendar__check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NOT helpdesk.is_time_zone(NEW.time_zone) THEN
        PERFORM helpdesk.refuse(
            'PD006', format('time zone %s is unknown', NEW.time_zone), NULL, 'Give an IANA name such as Europe/Berlin.'
        );
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_calendar__check IS 'Refuses unknown time zones. Raises PD006.';
