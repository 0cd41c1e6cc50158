-- A trigger, since the rank stands in another table, and a foreign key only follows a change there.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__apply_priority() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    NEW.priority_rank := helpdesk.priority_rank(NEW.priority);
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__apply_priority IS 'Gives a ticket the rank of its new priority. Raises PD006.';
