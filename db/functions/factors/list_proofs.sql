CREATE OR REPLACE FUNCTION helpdesk.list_proofs(
    p_person_id bigint,
    p_session_id bigint,
    p_is_alone boolean
)
RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT CASE
        WHEN p_is_alone THEN '{passkey}'
        WHEN f.factors = '{}' AND p_session_id IS NOT NULL THEN '{password}'
        ELSE f.factors
    END
    FROM helpdesk.list_factors(p_person_id) AS f (factors);
END;

COMMENT ON FUNCTION helpdesk.list_proofs IS
'What is taken as a proof of who one is: a second factor; in a session of who has none, the password; '
'for who signs in without the password, a passkey.';
