-- A trigger, so that no writer can edit a message without its history, and no bell goes on showing what was taken back.
CREATE OR REPLACE FUNCTION helpdesk.tg_message__record_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NEW.deleted_at IS DISTINCT FROM OLD.deleted_at THEN
        PERFORM helpdesk.record_event(NEW.ticket_id, 'message_deleted', '{}', NEW.message_id);
        DELETE FROM helpdesk.notification AS n
        USING helpdesk.event AS e
        WHERE e.message_id = NEW.message_id AND n.event_id = e.event_id;
        -- What a mention gives goes with the message: the sight of the ticket, the alert.
        DELETE FROM helpdesk.mention AS m WHERE m.message_id = NEW.message_id;
    ELSIF NEW.body <> OLD.body AND NOT helpdesk.is_removing() THEN
        PERFORM helpdesk.record_event(NEW.ticket_id, 'message_edited', '{}', NEW.message_id);
        UPDATE helpdesk.notification AS n
        SET body = left(NEW.body, 500)
        FROM helpdesk.event AS e
        WHERE e.message_id = NEW.message_id AND n.event_id = e.event_id;
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_message__record_change IS
'Writes the event of an edited or deleted message, whose old text is in the audit log; edits its bells with it, '
'and takes back bells and mentions of a deleted one.';
