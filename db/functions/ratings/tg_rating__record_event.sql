-- A trigger, so that no writer can rate without history.
CREATE OR REPLACE FUNCTION helpdesk.tg_rating__record_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.record_event(
        NEW.ticket_id, 'rated', jsonb_build_object('rating', NEW.rating, 'agent_id', NEW.agent_id)
            || CASE WHEN TG_OP = 'UPDATE' THEN jsonb_build_object('was', OLD.rating) ELSE '{}' END
    );
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_rating__record_event IS 'Writes the event of a rating, or of its change.';
