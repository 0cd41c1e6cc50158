CREATE OR REPLACE FUNCTION helpdesk.change_challenge(
    p_challenge_hash bytea,
    p_person_id bigint,
    p_token_hash bytea,
    p_network text,
    p_client text
)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_session_id bigint;
BEGIN
    DELETE FROM helpdesk.login_challenge AS c WHERE c.token_hash = p_challenge_hash;
    v_session_id := helpdesk.add_session(p_person_id, p_token_hash, p_network, p_client);
    RETURN helpdesk.session_grant(v_session_id);
END
$$;

COMMENT ON FUNCTION helpdesk.change_challenge IS
'A session in place of a challenge that was met: what session_grant gives.';
