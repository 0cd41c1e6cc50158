CREATE OR REPLACE FUNCTION helpdesk.email_verified_at(p_person_id bigint) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT v.verified_at
    FROM helpdesk.verified_email AS v
    JOIN helpdesk.person AS p ON p.person_id = v.person_id AND p.email = v.email
    WHERE v.person_id = p_person_id;
END;

COMMENT ON FUNCTION helpdesk.email_verified_at IS
'When a person showed that the address that they have is theirs; null: not yet, or of another address.';
