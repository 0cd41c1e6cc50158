-- A trigger, so that no writer can edit a message without its history.
CREATE OR REPLACE FUNCTION helpdesk.tg_message__record_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NEW.deleted_at IS DISTINCT FROM OLD.deleted_at THEN
        PERFORM helpdesk.record_event(NEW.ticket_id, 'message_deleted', '{}', NEW.message_id);
    ELSIF NEW.body <> OLD.body THEN
        PERFORM helpdesk.record_event(NEW.ticket_id, 'message_edited', '{}', NEW.message_id);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_message__record_change() IS 'Writes the event of an edited or deleted message; the old text is in the audit log.';
