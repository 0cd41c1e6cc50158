-- A trigger, so that assignees follow their ticket however it was assigned.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__follow_assignee() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'INSERT' OR NEW.assignee_id IS DISTINCT FROM OLD.assignee_id THEN
        PERFORM helpdesk.follow(NEW.ticket_id, NEW.assignee_id, 'assigned');
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__follow_assignee IS 'The assignee follows the ticket.';
