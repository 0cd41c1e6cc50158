CREATE OR REPLACE FUNCTION helpdesk.add_passkey(
    p_enrolment_hash bytea,
    p_challenge_hash bytea,
    p_passkey jsonb,
    p_token_hash bytea,
    p_network text,
    p_client text
)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_checked jsonb := helpdesk.check_enrolment(p_enrolment_hash);
    v_person_id bigint := v_checked ->> 'person_id';
    v_session_id bigint := v_checked ->> 'session_id';
BEGIN
    IF v_checked ? 'refusal' THEN
        RETURN v_checked;
    ELSIF jsonb_array_length(v_checked -> 'passkeys') >= 20 THEN
        RETURN helpdesk.login_refusal('PD083', 'there are 20 passkeys for this account');
    ELSIF v_session_id IS NOT NULL THEN
        DELETE FROM helpdesk.login_challenge AS c
        WHERE c.token_hash = p_challenge_hash AND c.session_id = v_session_id AND c.expires_at > helpdesk.clock();
        IF NOT FOUND THEN
            RETURN helpdesk.login_refusal('PD081', 'the passkey answers to nothing that was asked');
        END IF;
    ELSIF p_challenge_hash <> p_enrolment_hash THEN
        RETURN helpdesk.login_refusal('PD081', 'the passkey answers to nothing that was asked');
    END IF;
    INSERT INTO helpdesk.passkey (person_id, name, credential_id, public_key, sign_count)
    VALUES (
        v_person_id,
        btrim(p_passkey ->> 'name'),
        decode(p_passkey ->> 'credential_id', 'hex'),
        decode(p_passkey ->> 'public_key', 'hex'),
        (p_passkey ->> 'sign_count')::bigint
    )
    ON CONFLICT (credential_id) DO NOTHING;
    IF NOT FOUND THEN
        RETURN helpdesk.login_refusal('PD083', 'this passkey was added before');
    END IF;
    RETURN helpdesk.finish_enrolment(v_checked, p_enrolment_hash, p_token_hash, p_network, p_client);
END
$$;

COMMENT ON FUNCTION helpdesk.add_passkey IS
'Adds {name, credential_id, public_key, sign_count} that has signed a challenge of the session, or of the login that '
'demands a factor: what finish_enrolment gives; else refusal PD081 for another challenge, PD083 for one that is there '
'or one too many, and those of check_enrolment.';
GRANT EXECUTE ON FUNCTION helpdesk.add_passkey TO doorkeeper;
