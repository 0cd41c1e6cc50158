CREATE OR REPLACE FUNCTION helpdesk.add_login_challenge(
    p_person_id bigint,
    p_session_id bigint,
    p_token_hash bytea
)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_minutes int := helpdesk.setting_int('login_challenge_minutes');
BEGIN
    INSERT INTO helpdesk.login_challenge (token_hash, person_id, session_id, expires_at)
    VALUES (p_token_hash, p_person_id, p_session_id, helpdesk.clock() + make_interval(mins => v_minutes));
    RETURN jsonb_build_object(
        'factors', helpdesk.list_factors(p_person_id),
        'passkeys', helpdesk.list_passkeys(p_person_id),
        'challenge_seconds', 60 * v_minutes
    );
END
$$;

COMMENT ON FUNCTION helpdesk.add_login_challenge IS
'What waits for an answer of a person, in a session of theirs, or, at login, without one; or of nobody yet known: '
'{factors, passkeys, challenge_seconds}. No factors at login: one is to be added first.';
