CREATE OR REPLACE FUNCTION helpdesk.begin_passkey(p_challenge_hash bytea, p_network text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_until timestamptz := helpdesk.take_login_try(
        'network ' || p_network, helpdesk.setting_int('login_network_tries')
    );
BEGIN
    IF v_until IS NOT NULL THEN
        RETURN helpdesk.login_refusal(
            'PD028', 'it was tried too often to sign in', ceil(extract(epoch FROM v_until - helpdesk.clock()))::int
        );
    END IF;
    RETURN helpdesk.add_login_challenge(NULL, NULL, p_challenge_hash);
END
$$;

COMMENT ON FUNCTION helpdesk.begin_passkey IS
'Lets somebody sign in by a passkey alone, whoever that will be: what add_login_challenge gives, the same for all; or '
'refusal PD028 where the network has tried too often.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_passkey TO doorkeeper;
