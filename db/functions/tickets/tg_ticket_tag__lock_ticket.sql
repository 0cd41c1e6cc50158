-- A trigger, so that a tag which is written by itself takes part in the order of locks.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket_tag__lock_ticket() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM helpdesk.lock_ticket_late(OLD.ticket_id);
        RETURN OLD;
    END IF;
    PERFORM helpdesk.lock_ticket_late(NEW.ticket_id);
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket_tag__lock_ticket IS
'Locks the ticket before a tag is added or removed. Raises PD026.';
