-- A trigger, since a cycle is a matter of many rows. One link of a hierarchy is made at a time; the
-- turn is taken after the tickets' locks and nothing is waited for afterwards, so it cannot be part of a deadlock.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket_link__check_cycle() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.take_turn('link ' || NEW.kind);
    IF helpdesk.makes_circle(NEW.kind, NEW.from_id, NEW.to_id) THEN
        PERFORM helpdesk.refuse(
            'PD502', format('linking ticket %s under ticket %s would make a circle', NEW.to_id, NEW.from_id)
        );
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket_link__check_cycle IS
'No ticket is its own ancestor, whoever links and however many at once. Raises PD502.';
