-- A trigger, so that the person is told however it was used.
CREATE OR REPLACE FUNCTION helpdesk.tg_recovery_code__tell() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.queue_mail('recovery_code_used', NEW.person_id);
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_recovery_code__tell IS 'Tells the person that a recovery code of theirs was used.';
