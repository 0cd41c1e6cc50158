CREATE OR REPLACE FUNCTION helpdesk.is_touched_since(p_ticket_id bigint, p_event_id bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM helpdesk.event AS e
        WHERE e.ticket_id = p_ticket_id
            AND e.event_id > p_event_id
            AND (e.actor_id IS NOT NULL OR e.message_id IS NOT NULL)
    );
END
$$;

COMMENT ON FUNCTION helpdesk.is_touched_since IS
'Whether somebody did something with a ticket after an event; what the clock does, as closing it, does not count.';
