CREATE OR REPLACE FUNCTION helpdesk.request_login_link(
    p_purpose text,
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
        helpdesk.take_login_try(
            p_purpose || ' ' || helpdesk.account_tried(p_email), helpdesk.setting_int('login_mail_tries')
        )
    );
    v_person_id bigint;
BEGIN
    IF v_until IS NOT NULL THEN
        RETURN helpdesk.login_refusal(
            'PD028', 'it was asked too often for a link', ceil(extract(epoch FROM v_until - helpdesk.clock()))::int
        );
    END IF;
    SELECT p.person_id INTO v_person_id
    FROM helpdesk.person AS p
    WHERE p.email = lower(btrim(p_email))
        AND (p_purpose <> 'verify_email' OR helpdesk.email_verified_at(p.person_id) IS NULL);
    IF helpdesk.add_login_link(
        v_person_id, p_purpose, p_token_hash, make_interval(mins => helpdesk.setting_int('login_link_minutes'))
    ) THEN
        PERFORM helpdesk.queue_mail(
            p_purpose, v_person_id, p_data => jsonb_build_object('nonce', encode(p_nonce, 'hex'))
        );
    END IF;
    RETURN '{}';
END
$$;

COMMENT ON FUNCTION helpdesk.request_login_link IS
'Mails a link to who has the address and may sign in: to choose a password, or to verify the address unless that is '
'done. {}, whether or not somebody has it; or what login_refusal gives where it was asked too often. p_token_hash: of '
'the token that is made from p_nonce.';
GRANT EXECUTE ON FUNCTION helpdesk.request_login_link TO doorkeeper;
