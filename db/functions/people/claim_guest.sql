CREATE OR REPLACE FUNCTION helpdesk.claim_guest(p_email text, p_name text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_email text := helpdesk.check_email(p_email);
    v_person_id bigint;
BEGIN
    INSERT INTO helpdesk.person AS p (name, claimed_email, is_guest)
    VALUES (helpdesk.name_of_email(v_email, p_name), v_email, true)
    ON CONFLICT (claimed_email) DO UPDATE SET claimed_email = p.claimed_email
    RETURNING p.person_id INTO v_person_id;
    RETURN v_person_id;
END
$$;

COMMENT ON FUNCTION helpdesk.claim_guest IS
'The guest of an address that nobody has confirmed, made if new: never a person who has this address. Raises PD006.';
