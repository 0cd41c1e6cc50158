CREATE OR REPLACE FUNCTION helpdesk.take_mail_authorization(p_state_hash bytea) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_asked jsonb;
BEGIN
    UPDATE helpdesk.mailbox_account AS a
    SET asked_hash = NULL, asked_until = NULL
    FROM helpdesk.mail_provider AS p
    WHERE a.asked_hash = p_state_hash AND a.asked_until > helpdesk.clock() AND p.provider = a.provider
    RETURNING jsonb_build_object(
        'account', a.account,
        'refresh', jsonb_build_object(
            'provider', p.provider,
            'token_endpoint', p.token_endpoint,
            'client_id', p.client_id,
            'client_secret', encode(p.client_secret, 'hex'),
            'scopes', p.scopes
        )
    ) INTO v_asked;
    RETURN v_asked;
END
$$;

COMMENT ON FUNCTION helpdesk.take_mail_authorization IS
'What to ask the provider with, as begin_mail_login gives it, where its answer to api.begin_mail_authorization is the '
'first and in time; else NULL.';
GRANT EXECUTE ON FUNCTION helpdesk.take_mail_authorization TO worker;
