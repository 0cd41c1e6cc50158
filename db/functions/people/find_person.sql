CREATE OR REPLACE FUNCTION helpdesk.find_person(p_email text) RETURNS helpdesk.person
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_person helpdesk.person;
BEGIN
    SELECT p.* INTO v_person
    FROM helpdesk.person_address AS a
    JOIN helpdesk.person AS p ON p.person_id = a.person_id
    WHERE a.email = p_email;
    RETURN v_person;
END
$$;

COMMENT ON FUNCTION helpdesk.find_person IS 'The person who has an address, in lower case; null: nobody has.';
