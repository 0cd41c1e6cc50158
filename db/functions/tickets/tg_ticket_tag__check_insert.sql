-- A trigger, for those whom policies check: a tag that is written by itself is refused as add_tags refuses it. Merging,
-- splitting and undoing carry the tags that a ticket has, retired ones, too.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket_tag__check_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_retired text;
BEGIN
    PERFORM helpdesk.lock_ticket(NEW.ticket_id, 'tickets.tag');
    SELECT g.name INTO v_retired
    FROM helpdesk.tag AS g
    WHERE g.tag_id = NEW.tag_id AND NOT g.is_active
        AND NOT EXISTS (
            SELECT 1 FROM helpdesk.ticket_tag AS t WHERE t.ticket_id = NEW.ticket_id AND t.tag_id = NEW.tag_id
        );
    IF FOUND THEN
        PERFORM helpdesk.refuse(
            'PD006', format('retired tags: %s', v_retired), NULL, 'See /rest/tags?is_active=is.true.'
        );
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket_tag__check_insert IS
'Refuses a tag as add_tags does: on a ticket that is not seen or may not be changed, and a retired one. '
'Raises PD001, PD002, PD006.';
