CREATE OR REPLACE FUNCTION helpdesk.begin_login(p_email text, p_network text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_until timestamptz := coalesce(
        helpdesk.take_login_try('network ' || p_network, helpdesk.setting_int('login_network_tries')),
        helpdesk.take_login_try(helpdesk.account_tried(p_email), helpdesk.setting_int('login_account_tries'))
    );
BEGIN
    IF v_until IS NOT NULL THEN
        RETURN helpdesk.login_refusal(
            'PD028', 'it was tried too often to sign in', ceil(extract(epoch FROM v_until - helpdesk.clock()))::int
        );
    END IF;
    RETURN coalesce(
        (
            SELECT jsonb_build_object('person_id', c.person_id, 'password_hash', c.password_hash)
            FROM helpdesk.person AS p
            JOIN helpdesk.credential AS c ON c.person_id = p.person_id
            WHERE p.email = lower(btrim(p_email)) AND p.is_active AND NOT p.is_guest
        ),
        '{}'
    );
END
$$;

COMMENT ON FUNCTION helpdesk.begin_login IS
'Counts a try to sign in and gives what its password is checked against: {person_id, password_hash}, {} where nobody '
'may sign in with the address; or what login_refusal gives where it was tried too often, whoever has the address.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_login TO doorkeeper;
