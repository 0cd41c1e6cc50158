-- A trigger, so that a customer's reply wakes the ticket whoever brings it: REST, mail, psql. It fires before
-- message_50_move_ticket, which reads the status.
CREATE OR REPLACE FUNCTION helpdesk.tg_message__wake_ticket() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.wake_tickets(ARRAY[t.ticket_id])
    FROM helpdesk.ticket AS t
    WHERE t.ticket_id = NEW.ticket_id
        AND t.snoozed_until IS NOT NULL
        AND NEW.author_id IS NOT NULL
        AND (
            t.requester_id = NEW.author_id
            OR NOT EXISTS (
                SELECT 1 FROM helpdesk.person AS p WHERE p.person_id = NEW.author_id AND p.role <> 'customer'
            )
        );
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_message__wake_ticket IS
'A reply by anybody but staff and rules wakes a snoozed ticket.';
