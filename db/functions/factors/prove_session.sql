CREATE OR REPLACE FUNCTION helpdesk.prove_session(p_token_hash bytea, p_proof jsonb, p_network text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_actor record := helpdesk.find_login_actor(p_token_hash);
BEGIN
    IF v_actor.session_id IS NULL THEN
        RETURN helpdesk.login_refusal('PD080', 'the token is void');
    ELSIF NOT helpdesk.take_proof(v_actor.person_id, v_actor.session_id, false, p_proof, p_network) THEN
        RETURN helpdesk.login_refusal('PD081', 'the code is wrong');
    END IF;
    UPDATE helpdesk.session AS s SET proved_at = helpdesk.clock() WHERE s.session_id = v_actor.session_id;
    RETURN '{}';
END
$$;

COMMENT ON FUNCTION helpdesk.prove_session IS
'Notes that who holds a refresh token has proved anew who they are; else refusal PD080 for a token that is not in '
'force, PD081 for what is no proof.';
GRANT EXECUTE ON FUNCTION helpdesk.prove_session TO doorkeeper;
