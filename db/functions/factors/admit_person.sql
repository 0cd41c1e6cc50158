CREATE OR REPLACE FUNCTION helpdesk.admit_person(
    p_person_id bigint,
    p_token_hash bytea,
    p_network text,
    p_client text,
    p_is_asked boolean DEFAULT true
)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_session_id bigint;
BEGIN
    IF p_is_asked AND helpdesk.needs_factor(p_person_id) THEN
        RETURN helpdesk.add_login_challenge(p_person_id, NULL, p_token_hash);
    END IF;
    v_session_id := helpdesk.add_session(p_person_id, p_token_hash, p_network, p_client);
    RETURN helpdesk.session_grant(v_session_id);
END
$$;

COMMENT ON FUNCTION helpdesk.admit_person IS
'Signs in who has shown who they are: what session_grant gives, or what add_login_challenge gives where a second '
'factor is needed, unless p_is_asked is false. p_token_hash: of the first refresh token, or of the challenge.';
