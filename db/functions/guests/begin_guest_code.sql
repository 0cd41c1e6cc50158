CREATE OR REPLACE FUNCTION helpdesk.begin_guest_code(p_email text, p_reference text, p_network text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_until timestamptz := coalesce(
        helpdesk.take_login_try('network ' || p_network, helpdesk.setting_int('login_network_tries')),
        helpdesk.take_login_try(
            'guest_code ' || helpdesk.account_tried(lower(btrim(p_email)) || ' ' || upper(btrim(p_reference))),
            helpdesk.setting_int('guest_code_tries')
        )
    );
BEGIN
    IF v_until IS NOT NULL THEN
        RETURN helpdesk.login_refusal(
            'PD028', 'codes were tried too often', ceil(extract(epoch FROM v_until - helpdesk.clock()))::int
        );
    END IF;
    RETURN coalesce(
        (
            SELECT jsonb_build_object('guest_link_id', l.guest_link_id, 'nonce', encode(l.code_nonce, 'hex'))
            FROM helpdesk.guest_link AS l
            WHERE l.ticket_id = helpdesk.find_guest_ticket(p_email, p_reference)
                AND l.code_expires_at > helpdesk.clock()
        ),
        '{}'
    );
END
$$;

COMMENT ON FUNCTION helpdesk.begin_guest_code IS
'Counts a try to use a code and gives what it is checked against: {guest_link_id, nonce} in hexadecimal, {} where none '
'was mailed or it has expired; or what login_refusal gives where it was tried too often, whoever has the address.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_guest_code TO doorkeeper;
