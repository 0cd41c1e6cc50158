CREATE FUNCTION api.begin_mail_authorization(account text, state_hash bytea) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_account helpdesk.mailbox_account;
    v_provider helpdesk.mail_provider;
BEGIN
    PERFORM helpdesk.require('mailboxes.edit');
    SELECT * INTO v_account
    FROM helpdesk.mailbox_account AS a
    WHERE a.account = begin_mail_authorization.account
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001',
            format('mailbox account %s not found', coalesce(left(begin_mail_authorization.account, 40), 'null')),
            NULL, 'See /rest/mailbox_accounts.'
        );
    END IF;
    SELECT * INTO v_provider FROM helpdesk.mail_provider AS p WHERE p.provider = v_account.provider;
    IF v_provider.authorization_endpoint IS NULL OR v_provider.client_id IS NULL THEN
        PERFORM helpdesk.refuse('PD135', CASE
            WHEN v_account.provider IS NULL THEN
                format('mailbox account %s is let in by its password', v_account.account)
            WHEN v_provider.client_id IS NULL THEN
                format('mail provider %s has no client_id', v_provider.provider)
            ELSE format('mail provider %s asks nobody', v_provider.provider)
        END);
    ELSIF octet_length(begin_mail_authorization.state_hash) IS DISTINCT FROM 32 THEN
        PERFORM helpdesk.refuse('PD006', 'state_hash has 32 bytes', NULL, 'Give the SHA-256 of the state.');
    END IF;
    UPDATE helpdesk.mailbox_account AS a
    SET asked_hash = begin_mail_authorization.state_hash, asked_until = helpdesk.clock() + interval '1 hour'
    WHERE a.account = v_account.account;
    RETURN jsonb_build_object(
        'authorization_endpoint', v_provider.authorization_endpoint,
        'client_id', v_provider.client_id,
        'scopes', v_provider.scopes,
        'parameters', v_provider.parameters,
        'user_name', v_account.user_name
    );
END
$$;

COMMENT ON FUNCTION api.begin_mail_authorization IS
$$Ask for a mailbox account's authorization

For the api process, which makes of it the address that POST /mail/accounts/<account>/authorization answers; it is good
once, for an hour. state_hash: SHA-256 of the state by which the provider's answer is known. Raises PD001, PD002, PD006,
PD135.$$;
GRANT EXECUTE ON FUNCTION api.begin_mail_authorization TO admin;
