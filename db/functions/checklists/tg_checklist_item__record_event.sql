CREATE OR REPLACE FUNCTION helpdesk.tg_checklist_item__record_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.record_event(
        NEW.ticket_id,
        CASE WHEN NEW.is_done THEN 'checklist_item_done' ELSE 'checklist_item_undone' END,
        jsonb_build_object(
            'checklist_item_id', NEW.checklist_item_id,
            'label', NEW.label,
            'open', (
                SELECT count(*)
                FROM helpdesk.checklist_item AS i
                WHERE i.ticket_id = NEW.ticket_id AND NOT i.is_done
            )
        )
    );
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_checklist_item__record_event IS
'checklist_item_done or checklist_item_undone, with how many are open then: rules may go on at 0.';
