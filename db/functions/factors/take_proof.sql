CREATE OR REPLACE FUNCTION helpdesk.take_proof(
    p_person_id bigint,
    p_session_id bigint,
    p_is_alone boolean,
    p_proof jsonb,
    p_network text
)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_kind text := p_proof ->> 'kind';
    v_count bigint := p_proof ->> 'sign_count';
BEGIN
    IF v_kind <> ALL (helpdesk.list_proofs(p_person_id, p_session_id, p_is_alone)) THEN
        RETURN false;
    ELSIF v_kind = 'password' THEN
        PERFORM FROM helpdesk.credential AS c
        WHERE c.person_id = p_person_id AND c.password_hash = p_proof ->> 'password_hash';
    ELSIF v_kind = 'totp' THEN
        -- Of two at once with the same code the second waits for the first, and finds its step taken.
        UPDATE helpdesk.totp AS t
        SET last_step = (p_proof ->> 'step')::bigint
        WHERE t.person_id = p_person_id AND t.confirmed_at IS NOT NULL AND t.last_step < (p_proof ->> 'step')::bigint;
    ELSIF v_kind = 'passkey' THEN
        IF p_is_alone AND NOT (p_proof -> 'is_verified')::boolean THEN
            RETURN false;
        END IF;
        DELETE FROM helpdesk.login_challenge AS c
        WHERE c.token_hash = decode(p_proof ->> 'challenge_hash', 'hex')
            AND c.session_id IS NOT DISTINCT FROM p_session_id
            AND c.person_id IS NOT DISTINCT FROM CASE WHEN NOT p_is_alone THEN p_person_id END
            AND c.expires_at > helpdesk.clock();
        IF NOT FOUND THEN
            RETURN false;
        END IF;
        UPDATE helpdesk.passkey AS k
        SET sign_count = v_count, used_at = helpdesk.clock()
        WHERE k.credential_id = decode(p_proof ->> 'credential_id', 'hex') AND k.person_id = p_person_id
            AND (k.sign_count < v_count OR k.sign_count = 0 AND v_count = 0);
        IF NOT FOUND THEN
            PERFORM helpdesk.tell_of_tries(p_person_id);
            RETURN false;
        END IF;
    ELSE
        UPDATE helpdesk.recovery_code AS r
        SET used_at = helpdesk.clock()
        WHERE r.code_hash = decode(p_proof ->> 'code_hash', 'hex') AND r.person_id = p_person_id AND r.used_at IS NULL;
    END IF;
    IF FOUND THEN
        PERFORM helpdesk.forgive_login_tries('factor ' || p_person_id, p_network);
        RETURN true;
    END IF;
    RETURN false;
END
$$;

COMMENT ON FUNCTION helpdesk.take_proof IS
'Whether a proof is one, which is then used up: {kind: password, password_hash} that was verified, {kind: totp, step} '
'of a code that was right, {kind: recovery_code, code_hash}, {kind: passkey, credential_id, challenge_hash, '
'sign_count, is_verified} of a signature that was right: it uses up the challenge that was signed; one that has '
'counted further already was copied, which the person is told. Who signs in by it alone was verified by it.';
