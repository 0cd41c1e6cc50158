-- A trigger, since a version needs the rows of several tables as they are at commit; deferred, so that one request
-- makes one version.
CREATE OR REPLACE FUNCTION helpdesk.tg_calendar__publish() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM helpdesk.publish_calendar(OLD.calendar_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM helpdesk.publish_calendar(NEW.calendar_id);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_calendar__publish IS 'Makes a new version of a calendar whose rows changed.';
