CREATE OR REPLACE FUNCTION helpdesk.is_own_address(p_person_id bigint, p_email text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT EXISTS (
        SELECT
        FROM helpdesk.person_address AS a
        WHERE a.email = p_email AND a.person_id = p_person_id
            AND (
                a.verified_at IS NOT NULL
                OR EXISTS (SELECT FROM helpdesk.credential AS c WHERE c.person_id = a.person_id)
            )
    );
END;

COMMENT ON FUNCTION helpdesk.is_own_address IS
'Whether a person has shown that the address is theirs, or signs in with a password.';
