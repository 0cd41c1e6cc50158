CREATE OR REPLACE FUNCTION helpdesk.add_login_mail(
    p_kind text,
    p_person_id bigint,
    p_nonce bytea DEFAULT NULL
)
RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    INSERT INTO helpdesk.login_mail (kind, person_id, email, nonce)
    SELECT p_kind, p.person_id, p.email, p_nonce
    FROM helpdesk.person AS p
    WHERE p.person_id = p_person_id AND p.email IS NOT NULL;
END;

COMMENT ON FUNCTION helpdesk.add_login_mail IS
'A mail to a person about signing in, to the address that they have now.';
