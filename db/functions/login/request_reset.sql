CREATE OR REPLACE FUNCTION helpdesk.request_reset(
    p_email text,
    p_network text,
    p_nonce bytea,
    p_token_hash bytea
)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_until timestamptz := coalesce(
        helpdesk.take_login_try('network ' || p_network, helpdesk.setting_int('login_network_tries')),
        helpdesk.take_login_try('reset ' || helpdesk.account_tried(p_email), helpdesk.setting_int('reset_mail_tries'))
    );
    v_person_id bigint;
BEGIN
    IF v_until IS NOT NULL THEN
        RETURN helpdesk.login_refusal(
            'PD028', 'it was asked too often for a link', ceil(extract(epoch FROM v_until - helpdesk.clock()))::int
        );
    END IF;
    SELECT p.person_id INTO v_person_id FROM helpdesk.person AS p WHERE p.email = lower(btrim(p_email));
    IF helpdesk.add_login_link(
        v_person_id, p_token_hash, make_interval(mins => helpdesk.setting_int('reset_link_minutes'))
    ) THEN
        PERFORM helpdesk.add_login_mail('reset_password', v_person_id, p_nonce);
    END IF;
    RETURN '{}';
END
$$;

COMMENT ON FUNCTION helpdesk.request_reset IS
'Mails a link to reset the password to who has the address and may sign in. {}, whether or not somebody does; or what '
'login_refusal gives where it was asked too often. p_token_hash: of the token that is made from p_nonce.';
GRANT EXECUTE ON FUNCTION helpdesk.request_reset TO doorkeeper;
