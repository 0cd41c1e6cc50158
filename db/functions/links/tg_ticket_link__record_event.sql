-- A trigger, so that no writer can link without history.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket_link__record_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    -- When a link moves, the ticket that it leaves and the one that it comes to are told: both are locked, the third
    -- may not be.
    PERFORM helpdesk.record_event(
        e.ticket_id, e.kind, jsonb_build_object('kind', e.link_kind, 'from_id', e.from_id, 'to_id', e.to_id)
    )
    FROM (
        SELECT u.id AS ticket_id, 'ticket_unlinked' AS kind, OLD.kind AS link_kind, OLD.from_id, OLD.to_id
        FROM unnest(ARRAY[OLD.from_id, OLD.to_id]) AS u(id)
        WHERE TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND u.id NOT IN (NEW.from_id, NEW.to_id)
        UNION ALL
        SELECT u.id, 'ticket_linked', NEW.kind, NEW.from_id, NEW.to_id
        FROM unnest(ARRAY[NEW.from_id, NEW.to_id]) AS u(id)
        WHERE TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND u.id NOT IN (OLD.from_id, OLD.to_id)
        ORDER BY 1
    ) AS e;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket_link__record_event IS 'Writes the event of a link on its tickets, in id order.';
