CREATE OR REPLACE FUNCTION helpdesk.request_guest_link(p_email text, p_reference text, p_network text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_until timestamptz := coalesce(
        helpdesk.take_login_try('network ' || p_network, helpdesk.setting_int('login_network_tries')),
        helpdesk.take_login_try(
            'guest_link ' || helpdesk.account_tried(p_email), helpdesk.setting_int('login_mail_tries')
        )
    );
BEGIN
    IF v_until IS NOT NULL THEN
        RETURN helpdesk.login_refusal(
            'PD028', 'it was asked too often for a link', ceil(extract(epoch FROM v_until - helpdesk.clock()))::int
        );
    END IF;
    PERFORM helpdesk.add_guest_mail('link_requested', helpdesk.find_guest_ticket(p_email, p_reference));
    RETURN '{}';
END
$$;

COMMENT ON FUNCTION helpdesk.request_guest_link IS
'Mails the link and a code to who has lost them and knows the ticket''s reference, if the address is its requester''s. '
'{}, whether or not it is; or what login_refusal gives where it was asked too often.';
GRANT EXECUTE ON FUNCTION helpdesk.request_guest_link TO doorkeeper;
