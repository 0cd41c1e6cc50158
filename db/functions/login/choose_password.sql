CREATE OR REPLACE FUNCTION helpdesk.choose_password(
    p_token_hash bytea,
    p_password_hash text,
    p_length int
)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_checked jsonb := helpdesk.check_login_link(p_token_hash, '{reset_password,invitation,register}');
BEGIN
    IF NOT v_checked ? 'refusal' THEN
        PERFORM helpdesk.register_guest(l.person_id, l.email)
        FROM helpdesk.login_link AS l
        WHERE l.token_hash = p_token_hash AND l.purpose = 'register';
        PERFORM helpdesk.use_login_link(p_token_hash);
        PERFORM helpdesk.set_password((v_checked ->> 'person_id')::bigint, p_password_hash, p_length);
    END IF;
    RETURN v_checked;
END
$$;

COMMENT ON FUNCTION helpdesk.choose_password IS
'Sets the password of a link''s person as set_password does, whom a guest becomes first, and voids the link; else '
'refusal PD030. Raises PD006, which leaves the link as it is.';
GRANT EXECUTE ON FUNCTION helpdesk.choose_password TO doorkeeper;
