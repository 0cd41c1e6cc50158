-- A trigger, so that histories are in order whoever writes them: now() is the instant at which a transaction began, and
-- one that waited for the ticket began before what it waited for.
CREATE OR REPLACE FUNCTION helpdesk.tg_event__keep_order() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    NEW.at := greatest(NEW.at, (
        SELECT e.at
        FROM helpdesk.event AS e
        WHERE e.ticket_id = NEW.ticket_id AND e.event_id < NEW.event_id
        ORDER BY e.event_id DESC
        LIMIT 1
    ));
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_event__keep_order IS
'No event is earlier than the one before it: by ticket, order by event_id is order by at.';
