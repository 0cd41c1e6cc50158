CREATE OR REPLACE FUNCTION helpdesk.add_login_link(
    p_person_id bigint,
    p_purpose text,
    p_token_hash bytea,
    p_within interval
)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_email text;
BEGIN
    SELECT p.email INTO v_email
    FROM helpdesk.person AS p
    WHERE p.person_id = p_person_id AND p.email IS NOT NULL AND p.is_active AND NOT p.is_guest
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    DELETE FROM helpdesk.login_link AS l
    WHERE l.person_id = p_person_id
        AND (l.purpose = 'verify_email') = (p_purpose = 'verify_email')
        AND l.used_at IS NULL;
    INSERT INTO helpdesk.login_link (token_hash, person_id, purpose, email, expires_at)
    VALUES (p_token_hash, p_person_id, p_purpose, v_email, helpdesk.clock() + p_within);
    RETURN true;
END
$$;

COMMENT ON FUNCTION helpdesk.add_login_link IS
'A link in place of those that the person has for the same: to choose a password, or to verify the address. False for '
'who may not sign in.';
