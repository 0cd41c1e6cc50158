-- A trigger, so that no way to reopen a ticket leaves it marked as spam.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__end_spam() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF OLD.is_spam AND helpdesk.actor_role() = 'customer' THEN
        PERFORM helpdesk.refuse('PD504', format('ticket %s cannot be reopened', OLD.reference));
    END IF;
    NEW.is_spam := false;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__end_spam IS 'Reopening by staff ends spam; customers cannot. Raises PD504.';
