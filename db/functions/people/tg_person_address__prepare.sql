-- A trigger, since a unique constraint can neither change what is given nor name the person.
CREATE OR REPLACE FUNCTION helpdesk.tg_person_address__prepare() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    c_most CONSTANT int := 50;
BEGIN
    NEW.email := helpdesk.check_email(NEW.email);
    IF EXISTS (SELECT FROM helpdesk.person_address AS a WHERE a.email = NEW.email) THEN
        PERFORM helpdesk.refuse('PD019', format('somebody has the address %s already', NEW.email));
    ELSIF (SELECT count(*) FROM helpdesk.person_address AS a WHERE a.person_id = NEW.person_id) >= c_most THEN
        PERFORM helpdesk.refuse(
            'PD006', format('a person has at most %s addresses', c_most), NULL, 'Remove one that is no longer used.'
        );
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_person_address__prepare IS
'Lower-cases an address; nobody else may have it. Raises PD006, PD019.';
