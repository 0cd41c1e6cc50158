-- A trigger, so that the person is told whoever changes it.
CREATE OR REPLACE FUNCTION helpdesk.tg_factor__tell() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM helpdesk.drop_recovery_codes(OLD.person_id);
        PERFORM helpdesk.queue_mail('factor_removed', OLD.person_id);
    ELSE
        PERFORM helpdesk.queue_mail('factor_added', NEW.person_id);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_factor__tell IS
'Tells the person that an authenticator app or a passkey is in force or gone; without one there are no recovery codes.';
