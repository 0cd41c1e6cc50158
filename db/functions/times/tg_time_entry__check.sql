-- A trigger, for those whom policies check: time that is written by itself is refused as log_time refuses it.
CREATE OR REPLACE FUNCTION helpdesk.tg_time_entry__check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('tickets.time');
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    PERFORM helpdesk.see_ticket(NEW.ticket_id);
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_time_entry__check IS
'Refuses time on a ticket that is not seen. Raises PD001, PD002.';
