-- A trigger, since the columns depend on each other and every change of status must keep them right.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__end_snooze() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NEW.status_category IN ('solved', 'closed') THEN
        NEW.snoozed_until := NULL;
        IF NOT NEW.is_spam THEN
            NEW.status_before := NULL;
        END IF;
    -- Somebody chose a status while the ticket slept: there is nothing to give back any more.
    ELSIF NEW.snoozed_until IS NOT DISTINCT FROM OLD.snoozed_until THEN
        NEW.status_before := NULL;
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__end_snooze IS
'Resolving or closing ends a snooze; a status set meanwhile stays when the ticket wakes.';
