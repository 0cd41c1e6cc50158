-- A trigger, so that no writer can tag without history.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket_tag__record_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('tickets.tag');
    IF TG_OP = 'INSERT' THEN
        PERFORM helpdesk.record_event(NEW.ticket_id, 'tag_added', (
            SELECT jsonb_build_object('tag_id', g.tag_id, 'name', g.name)
            FROM helpdesk.tag AS g
            WHERE g.tag_id = NEW.tag_id
        ));
    ELSE
        PERFORM helpdesk.record_event(OLD.ticket_id, 'tag_removed', (
            SELECT jsonb_build_object('tag_id', g.tag_id, 'name', g.name)
            FROM helpdesk.tag AS g
            WHERE g.tag_id = OLD.tag_id
        ));
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket_tag__record_event IS
'Asks for the permission to add or remove a tag and writes the event; verbs and policies check on which ticket. '
'Raises PD002.';
