-- A trigger, for those whom policies check: an item that is written by itself is refused as add_checklists refuses it.
CREATE OR REPLACE FUNCTION helpdesk.tg_checklist_item__check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM helpdesk.lock_ticket(OLD.ticket_id, 'tickets.checklist');
        RETURN OLD;
    END IF;
    PERFORM helpdesk.lock_ticket(NEW.ticket_id, 'tickets.checklist');
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_checklist_item__check IS
'Refuses a change of the items of a ticket that is not seen or may not be changed. Raises PD001, PD002, PD015.';
