CREATE OR REPLACE FUNCTION helpdesk.finish_login(
    p_challenge_hash bytea,
    p_proof jsonb,
    p_token_hash bytea,
    p_network text,
    p_client text
)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_actor record := helpdesk.find_login_actor(p_challenge_hash, decode(p_proof ->> 'credential_id', 'hex'));
BEGIN
    IF v_actor.person_id IS NULL OR v_actor.session_id IS NOT NULL THEN
        RETURN helpdesk.login_refusal('PD080', 'the token is void');
    ELSIF NOT helpdesk.take_proof(v_actor.person_id, NULL, v_actor.is_alone, p_proof, p_network) THEN
        RETURN helpdesk.login_refusal('PD081', 'the code is wrong');
    END IF;
    RETURN helpdesk.change_challenge(p_challenge_hash, v_actor.person_id, p_token_hash, p_network, p_client);
END
$$;

COMMENT ON FUNCTION helpdesk.finish_login IS
'Signs in who holds a challenge and proves who they are: what session_grant gives; else refusal PD080 for a void '
'challenge, PD081 for what is no proof. p_token_hash: of the first refresh token.';
GRANT EXECUTE ON FUNCTION helpdesk.finish_login TO doorkeeper;
