-- A trigger, since whoever changes the address that is written to need not know of the others.
CREATE OR REPLACE FUNCTION helpdesk.tg_person__keep_address() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.email IS NOT DISTINCT FROM OLD.email
        OR EXISTS (
            SELECT FROM helpdesk.person_address AS a WHERE a.email = NEW.email AND a.person_id = NEW.person_id
        ) THEN
        RETURN NULL;
    ELSIF TG_OP = 'UPDATE' THEN
        DELETE FROM helpdesk.person_address AS a
        WHERE a.email = OLD.email AND a.person_id = OLD.person_id AND a.verified_at IS NULL;
    END IF;
    INSERT INTO helpdesk.person_address (email, person_id)
    SELECT NEW.email, NEW.person_id WHERE NEW.email IS NOT NULL;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_person__keep_address IS
'The address that is written to is one of the person''s addresses: a new one comes in place of the one before, which '
'stays beside it if it is known to be theirs. Raises PD019.';
