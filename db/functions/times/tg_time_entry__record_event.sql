CREATE OR REPLACE FUNCTION helpdesk.tg_time_entry__record_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.record_event(
        NEW.ticket_id, 'time_logged',
        jsonb_build_object(
            'time_entry_id', NEW.time_entry_id, 'person_id', NEW.person_id, 'minutes', NEW.minutes,
            'total', (SELECT sum(e.minutes) FROM helpdesk.time_entry AS e WHERE e.ticket_id = NEW.ticket_id)
        )
    );
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_time_entry__record_event IS 'time_logged, with the minutes of the ticket in all.';
