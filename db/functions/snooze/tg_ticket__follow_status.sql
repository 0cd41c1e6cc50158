-- A trigger, since the columns depend on each other and every change of status must keep them right.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__follow_status() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NEW.status_category IN ('solved', 'closed') THEN
        NEW.snoozed_until := NULL;
        IF NOT NEW.is_spam THEN
            NEW.status_before := NULL;
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.is_spam AND NEW.is_spam AND helpdesk.actor_role() = 'customer' THEN
        PERFORM helpdesk.refuse('PD504', format('ticket %s cannot be reopened', OLD.reference));
    END IF;
    NEW.is_spam := false;
    -- Somebody chose a status while the ticket slept: there is nothing to give back any more.
    IF NEW.snoozed_until IS NOT DISTINCT FROM OLD.snoozed_until THEN
        NEW.status_before := NULL;
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__follow_status() IS
'Resolving or closing ends a snooze; reopening by staff ends spam; a status set meanwhile stays when the ticket wakes. Raises PD504.';
