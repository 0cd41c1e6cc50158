-- A trigger, so that REST, psql and rules alike say who did what when.
CREATE OR REPLACE FUNCTION helpdesk.tg_checklist_item__prepare() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.created_by := helpdesk.me();
        NEW.position := coalesce(NEW.position, (
            SELECT max(i.position) FROM helpdesk.checklist_item AS i WHERE i.ticket_id = NEW.ticket_id
        ) + 1, 1);
    END IF;
    IF TG_OP = 'INSERT' OR NEW.is_done <> OLD.is_done THEN
        NEW.done_at := CASE WHEN NEW.is_done THEN helpdesk.clock() END;
        NEW.done_by := CASE WHEN NEW.is_done THEN helpdesk.me() END;
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_checklist_item__prepare IS 'Who put an item there and who did it; its place.';
