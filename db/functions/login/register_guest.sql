CREATE OR REPLACE FUNCTION helpdesk.register_guest(p_person_id bigint, p_email text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_claimed_id bigint;
BEGIN
    UPDATE helpdesk.person AS p
    SET email = p_email,
        is_guest = false,
        organisation_id = coalesce(p.organisation_id, (
            SELECT d.organisation_id
            FROM helpdesk.organisation_domain AS d
            WHERE d.domain = split_part(p_email, '@', 2)
        ))
    WHERE p.person_id = p_person_id;
    -- Who wrote by mail and by a form was two guests: what both of them asked is theirs now.
    SELECT p.person_id INTO v_claimed_id
    FROM helpdesk.person AS p
    WHERE p.claimed_email = p_email AND p.person_id <> p_person_id
    FOR UPDATE;
    IF v_claimed_id IS NOT NULL THEN
        PERFORM helpdesk.move_person_rows(v_claimed_id, p_person_id);
        UPDATE helpdesk.person AS p
        SET merged_into_id = p_person_id, is_active = false, claimed_email = NULL
        WHERE p.person_id = v_claimed_id;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.register_guest IS
'Makes a person of a guest who has shown to have the address: the tickets that were opened with it are theirs.';
