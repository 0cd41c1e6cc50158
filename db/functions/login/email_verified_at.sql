CREATE OR REPLACE FUNCTION helpdesk.email_verified_at(p_person_id bigint) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT a.verified_at
    FROM helpdesk.person AS p
    JOIN helpdesk.person_address AS a ON a.email = p.email
    WHERE p.person_id = p_person_id;
END;

COMMENT ON FUNCTION helpdesk.email_verified_at IS
'When a person showed that the address that they have is theirs; null: not yet.';
