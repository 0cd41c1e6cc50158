CREATE OR REPLACE FUNCTION helpdesk.take_proof(
    p_person_id bigint,
    p_session_id bigint,
    p_proof jsonb,
    p_network text
)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_kind text := p_proof ->> 'kind';
BEGIN
    IF v_kind <> ALL (helpdesk.list_proofs(p_person_id, p_session_id)) THEN
        RETURN false;
    ELSIF v_kind = 'password' THEN
        PERFORM FROM helpdesk.credential AS c
        WHERE c.person_id = p_person_id AND c.password_hash = p_proof ->> 'password_hash';
    ELSIF v_kind = 'totp' THEN
        -- Of two at once with the same code the second waits for the first, and finds its step taken.
        UPDATE helpdesk.totp AS t
        SET last_step = (p_proof ->> 'step')::bigint
        WHERE t.person_id = p_person_id AND t.confirmed_at IS NOT NULL AND t.last_step < (p_proof ->> 'step')::bigint;
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
'of a code that was right, {kind: recovery_code, code_hash}.';
