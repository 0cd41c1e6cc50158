CREATE OR REPLACE FUNCTION helpdesk.check_enrolment(p_token_hash bytea) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_actor record := helpdesk.find_login_actor(p_token_hash);
BEGIN
    IF v_actor.person_id IS NULL THEN
        RETURN helpdesk.login_refusal('PD080', 'the token is void');
    ELSIF v_actor.is_proved IS NOT TRUE
        OR v_actor.session_id IS NULL AND helpdesk.list_factors(v_actor.person_id) <> '{}' THEN
        RETURN helpdesk.login_refusal('PD082', 'this needs a fresh proof of who you are');
    END IF;
    RETURN (
        SELECT jsonb_build_object(
            'person_id', p.person_id,
            'session_id', v_actor.session_id,
            'email', p.email,
            'name', p.name,
            'challenge_seconds', 60 * helpdesk.setting_int('login_challenge_minutes'),
            'passkeys', helpdesk.list_passkeys(p.person_id),
            'totp_secret', (
                SELECT encode(t.secret, 'hex')
                FROM helpdesk.totp AS t
                WHERE t.person_id = p.person_id AND t.confirmed_at IS NULL
            )
        )
        FROM helpdesk.person AS p
        WHERE p.person_id = v_actor.person_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.check_enrolment IS
'Who may add a second factor now: {person_id, session_id, email, name, passkeys that list_passkeys gives, totp_secret '
'that is to be confirmed}. That is who has proved it in a session, or signs in and has none yet; else refusal PD080 '
'for a token of nobody, PD082.';
GRANT EXECUTE ON FUNCTION helpdesk.check_enrolment TO doorkeeper;
