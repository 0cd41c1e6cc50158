CREATE OR REPLACE FUNCTION helpdesk.find_or_create_guest(p_email text, p_name text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_email text := helpdesk.check_email(p_email);
    v_person_id bigint := (SELECT a.person_id FROM helpdesk.person_address AS a WHERE a.email = v_email);
BEGIN
    IF v_person_id IS NOT NULL THEN
        RETURN v_person_id;
    END IF;
    INSERT INTO helpdesk.person AS p (name, email, is_guest)
    VALUES (helpdesk.name_of_email(v_email, p_name), v_email, true)
    ON CONFLICT (email) DO UPDATE SET email = p.email
    RETURNING p.person_id INTO v_person_id;
    RETURN v_person_id;
END
$$;

COMMENT ON FUNCTION helpdesk.find_or_create_guest IS
'The person with this mail address, made as a guest if new; the unique address makes it one under concurrency. Raises '
'PD006.';
