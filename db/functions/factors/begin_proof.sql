CREATE OR REPLACE FUNCTION helpdesk.begin_proof(
    p_token_hash bytea,
    p_proof text,
    p_credential_id bytea,
    p_network text
)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_actor record := helpdesk.find_login_actor(p_token_hash, p_credential_id);
    v_until timestamptz;
BEGIN
    IF v_actor.person_id IS NULL AND v_actor.is_alone THEN
        RETURN helpdesk.login_refusal('PD081', 'the passkey proves nothing');
    ELSIF v_actor.person_id IS NULL THEN
        RETURN helpdesk.login_refusal('PD080', 'the token is void');
    ELSIF p_proof <> ALL (helpdesk.list_proofs(v_actor.person_id, v_actor.session_id, v_actor.is_alone)) THEN
        RETURN helpdesk.login_refusal('PD083', format('%s does not count for this account', p_proof));
    END IF;
    v_until := coalesce(
        helpdesk.take_login_try('network ' || p_network, helpdesk.setting_int('login_network_tries')),
        CASE WHEN p_proof <> 'passkey' THEN
            helpdesk.take_login_try('factor ' || v_actor.person_id, helpdesk.setting_int('login_account_tries'))
        END
    );
    IF v_until IS NOT NULL THEN
        PERFORM helpdesk.tell_of_tries(v_actor.person_id);
        RETURN helpdesk.login_refusal(
            'PD028', 'it was tried too often', ceil(extract(epoch FROM v_until - helpdesk.clock()))::int
        );
    END IF;
    RETURN jsonb_build_object(
        'person_id', v_actor.person_id,
        'password_hash', (
            SELECT c.password_hash
            FROM helpdesk.credential AS c
            WHERE c.person_id = v_actor.person_id AND p_proof = 'password'
        ),
        'totp_secret', (
            SELECT encode(t.secret, 'hex')
            FROM helpdesk.totp AS t
            WHERE t.person_id = v_actor.person_id AND p_proof = 'totp'
        ),
        'public_key', (
            SELECT encode(k.public_key, 'hex')
            FROM helpdesk.passkey AS k
            WHERE k.person_id = v_actor.person_id AND k.credential_id = p_credential_id
        )
    );
END
$$;

COMMENT ON FUNCTION helpdesk.begin_proof IS
'Counts a try to prove who one is and gives what it is checked against: {person_id, password_hash, totp_secret, '
'public_key of the passkey p_credential_id}; else refusal PD080 for a token of nobody, PD081 for a passkey of nobody, '
'PD083 for what does not count, PD028 where it was tried too often, which the person is told.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_proof TO doorkeeper;
