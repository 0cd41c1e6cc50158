CREATE OR REPLACE FUNCTION helpdesk.request_registration(
    p_email text,
    p_name text,
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
            'register ' || helpdesk.account_tried(p_email), helpdesk.setting_int('login_mail_tries')
        )
    );
    v_email text := lower(btrim(p_email));
    v_within interval := make_interval(mins => helpdesk.setting_int('login_link_minutes'));
    v_person helpdesk.person := helpdesk.find_person(v_email);
    v_guest_id bigint;
    v_data jsonb := jsonb_build_object('nonce', encode(p_nonce, 'hex'));
BEGIN
    IF v_until IS NOT NULL THEN
        RETURN helpdesk.login_refusal(
            'PD028', 'it was asked too often for a link', ceil(extract(epoch FROM v_until - helpdesk.clock()))::int
        );
    ELSIF NOT helpdesk.setting_bool('allow_registration') THEN
        RETURN helpdesk.login_refusal('PD012', 'setting allow_registration forbids registering');
    ELSIF v_email !~ '^[^@\s]+@[^@\s]+$' THEN
        RETURN '{}';
    ELSIF v_person.person_id IS NOT NULL AND NOT v_person.is_guest THEN
        -- Who has an account is mailed how to get into it, so that nobody learns of it from the answer.
        IF helpdesk.add_login_link(v_person.person_id, 'reset_password', p_token_hash, v_within) THEN
            PERFORM helpdesk.queue_mail('reset_password', v_person.person_id, p_data => v_data);
        END IF;
        RETURN '{}';
    ELSIF v_person.person_id IS NULL THEN
        v_guest_id := helpdesk.claim_guest(v_email, p_name);
        SELECT * INTO v_person FROM helpdesk.person AS p WHERE p.person_id = v_guest_id;
    END IF;
    IF v_person.is_active THEN
        DELETE FROM helpdesk.login_link AS l
        WHERE l.person_id = v_person.person_id AND l.purpose = 'register' AND l.used_at IS NULL;
        INSERT INTO helpdesk.login_link (token_hash, person_id, purpose, email, expires_at)
        VALUES (p_token_hash, v_person.person_id, 'register', v_email, helpdesk.clock() + v_within);
        PERFORM helpdesk.queue_mail('register', v_person.person_id, v_email, p_data => v_data);
    END IF;
    RETURN '{}';
END
$$;

COMMENT ON FUNCTION helpdesk.request_registration IS
'Mails a link by which a guest becomes a person with a password, or, who is one already, a link to set it anew. {}, '
'whoever has the address; or what login_refusal gives where it was asked too often, or setting allow_registration is '
'off. p_token_hash: of the token that is made from p_nonce.';
GRANT EXECUTE ON FUNCTION helpdesk.request_registration TO doorkeeper;
