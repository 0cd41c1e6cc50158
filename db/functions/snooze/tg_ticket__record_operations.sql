-- A trigger, so that no writer can snooze, wake or mark spam without history.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__record_operations() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NEW.snoozed_until IS NOT NULL AND NEW.snoozed_until IS DISTINCT FROM OLD.snoozed_until THEN
        PERFORM helpdesk.record_event(
            NEW.ticket_id, 'ticket_snoozed', jsonb_build_object('from', OLD.snoozed_until, 'to', NEW.snoozed_until)
        );
    ELSIF OLD.snoozed_until IS NOT NULL AND NEW.snoozed_until IS NULL THEN
        PERFORM helpdesk.record_event(NEW.ticket_id, 'ticket_woken', jsonb_build_object(
            'from', OLD.snoozed_until,
            'reason', CASE
                WHEN NEW.status_category IN ('solved', 'closed') THEN 'resolved'
                WHEN OLD.snoozed_until <= helpdesk.clock() THEN 'due'
                WHEN helpdesk.actor_role() IN ('agent', 'admin') THEN 'asked'
                ELSE 'reply'
            END
        ));
    END IF;
    IF NEW.is_spam <> OLD.is_spam THEN
        PERFORM helpdesk.record_event(NEW.ticket_id, CASE WHEN NEW.is_spam THEN 'spam_marked' ELSE 'spam_unmarked' END);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__record_operations() IS 'Writes the events of snoozing, waking and spam.';
