-- A trigger, since privileges do not bind the owner.
CREATE OR REPLACE FUNCTION helpdesk.tg_event__refuse_delete() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF OLD.sla IS NOT NULL
        OR NOT EXISTS (
            SELECT 1
            FROM helpdesk.purged_ticket AS g
            JOIN helpdesk.event_kind AS k ON k.kind = OLD.kind AND NOT k.is_kept
            WHERE g.ticket_id = OLD.ticket_id AND g.purged_at >= OLD.at
        )
    THEN
        PERFORM helpdesk.refuse('PD017', 'helpdesk.event is append-only');
    END IF;
    RETURN OLD;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_event__refuse_delete IS
'Lets nobody delete history but purge_activities. Raises PD017.';
