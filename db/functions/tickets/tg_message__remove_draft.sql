-- A trigger, so that the draft goes whoever writes the message.
CREATE OR REPLACE FUNCTION helpdesk.tg_message__remove_draft() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    DELETE FROM helpdesk.draft AS d
    WHERE d.person_id = NEW.author_id AND d.ticket_id = NEW.ticket_id AND d.kind = NEW.kind;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_message__remove_draft IS 'Removes the draft of what has been written.';
