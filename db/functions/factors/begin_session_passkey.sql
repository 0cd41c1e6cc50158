CREATE OR REPLACE FUNCTION helpdesk.begin_session_passkey(
    p_token_hash bytea,
    p_challenge_hash bytea
)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_actor record := helpdesk.find_login_actor(p_token_hash);
BEGIN
    IF v_actor.session_id IS NULL THEN
        RETURN helpdesk.login_refusal('PD080', 'the token is void');
    END IF;
    -- The newest counts, so that a session has one.
    DELETE FROM helpdesk.login_challenge AS c WHERE c.session_id = v_actor.session_id;
    RETURN helpdesk.add_login_challenge(v_actor.person_id, v_actor.session_id, p_challenge_hash);
END
$$;

COMMENT ON FUNCTION helpdesk.begin_session_passkey IS
'Lets a session wait for a passkey, to be added or to prove who it is: what add_login_challenge gives; or refusal '
'PD080 for a refresh token that is not in force.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_session_passkey TO doorkeeper;
