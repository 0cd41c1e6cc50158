CREATE OR REPLACE FUNCTION helpdesk.verify_email(p_token_hash bytea) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_checked jsonb := helpdesk.check_login_link(p_token_hash, '{verify_email}');
BEGIN
    IF NOT v_checked ? 'refusal' THEN
        PERFORM helpdesk.use_login_link(p_token_hash);
    END IF;
    RETURN v_checked;
END
$$;

COMMENT ON FUNCTION helpdesk.verify_email IS
'Notes that the person of a link has its address, and voids the link; else refusal PD030.';
GRANT EXECUTE ON FUNCTION helpdesk.verify_email TO doorkeeper;
