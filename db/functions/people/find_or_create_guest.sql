CREATE OR REPLACE FUNCTION helpdesk.find_or_create_guest(p_email text, p_name text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_email text := lower(btrim(p_email));
    v_person_id bigint;
BEGIN
    IF v_email IS NULL OR v_email !~ '^[^@\s]+@[^@\s]+$' OR length(v_email) > 320 THEN
        PERFORM helpdesk.refuse(
            'PD006', 'the mail address is not valid', format('Given: %s.', coalesce(left(p_email, 100), 'nothing'))
        );
    END IF;
    SELECT p.person_id INTO v_person_id FROM helpdesk.person AS p WHERE p.email = v_email;
    IF v_person_id IS NOT NULL THEN
        RETURN v_person_id;
    END IF;
    INSERT INTO helpdesk.person AS p (name, email, is_guest, organisation_id)
    VALUES (
        left(coalesce(
            nullif(btrim(p_name), ''),
            nullif(btrim(initcap(regexp_replace(split_part(v_email, '@', 1), '[._+-]+', ' ', 'g'))), ''),
            v_email
        ), 200),
        v_email,
        true,
        (SELECT d.organisation_id FROM helpdesk.organisation_domain AS d WHERE d.domain = split_part(v_email, '@', 2))
    )
    ON CONFLICT (email) DO UPDATE SET email = p.email
    RETURNING p.person_id INTO v_person_id;
    RETURN v_person_id;
END
$$;

COMMENT ON FUNCTION helpdesk.find_or_create_guest IS
'The person with this mail address, made as a guest if new; the unique address makes it one under concurrency. Raises '
'PD006.';
