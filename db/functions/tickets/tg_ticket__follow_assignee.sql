-- A trigger, so that every way to assign a ticket follows it.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__follow_assignee() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.follow(NEW.ticket_id, NEW.assignee_id, 'assigned');
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__follow_assignee() IS 'The assignee follows the ticket.';
