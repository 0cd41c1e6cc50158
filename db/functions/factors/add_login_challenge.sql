CREATE OR REPLACE FUNCTION helpdesk.add_login_challenge(p_person_id bigint, p_token_hash bytea) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_minutes int := helpdesk.setting_int('login_challenge_minutes');
    v_factors text[] := helpdesk.list_factors(p_person_id);
BEGIN
    INSERT INTO helpdesk.login_challenge (token_hash, person_id, expires_at)
    VALUES (p_token_hash, p_person_id, helpdesk.clock() + make_interval(mins => v_minutes));
    RETURN jsonb_build_object('factors', v_factors, 'challenge_seconds', 60 * v_minutes);
END
$$;

COMMENT ON FUNCTION helpdesk.add_login_challenge IS
'Lets a login wait for a second factor: {factors, challenge_seconds}. No factors: one is to be added first.';
