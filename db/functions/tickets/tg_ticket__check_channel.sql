CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__check_channel() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.check_channel(NEW.channel);
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__check_channel IS
'What clients write themselves; a ticket that pgdesk makes of another one inherits how that came.';
