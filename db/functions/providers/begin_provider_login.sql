CREATE OR REPLACE FUNCTION helpdesk.begin_provider_login(p_provider text, p_network text) RETURNS jsonb
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
    RETURN helpdesk.find_identity_provider(p_provider);
END
$$;

COMMENT ON FUNCTION helpdesk.begin_provider_login IS
'Counts a try to sign in by a provider, which costs a question to it, and gives what find_identity_provider gives; or '
'refusal PD028 where it was tried too often.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_provider_login TO doorkeeper;
