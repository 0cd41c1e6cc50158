-- A trigger, so that a row of a ticket which is written by itself takes part in the order of locks.
CREATE OR REPLACE FUNCTION helpdesk.tg_row__lock_ticket() RETURNS trigger
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

COMMENT ON FUNCTION helpdesk.tg_row__lock_ticket IS
'Locks the ticket before what it holds is added, changed or removed. Raises PD026.';
