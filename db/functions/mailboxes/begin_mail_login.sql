CREATE OR REPLACE FUNCTION helpdesk.begin_mail_login(p_account text, p_ahead interval DEFAULT '1 minute') RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_account helpdesk.mailbox_account;
    v_provider helpdesk.mail_provider;
    v_login jsonb;
    v_answer jsonb;
BEGIN
    SELECT * INTO v_account FROM helpdesk.mailbox_account AS a WHERE a.account = p_account FOR NO KEY UPDATE;
    SELECT * INTO v_provider FROM helpdesk.mail_provider AS p WHERE p.provider = v_account.provider;
    v_login := jsonb_build_object('account', v_account.account, 'user_name', v_account.user_name);
    v_answer := CASE
        WHEN v_account.account IS NULL THEN
            jsonb_build_object('problem', format('mailbox account %s does not exist', left(p_account, 40)))
        WHEN v_account.provider IS NULL AND v_account.password IS NULL THEN
            v_login || jsonb_build_object('problem', format('mailbox account %s has no password', p_account))
        WHEN v_account.provider IS NULL THEN
            v_login || jsonb_build_object('password', encode(v_account.password, 'hex'))
        WHEN v_account.expires_at > helpdesk.clock() + p_ahead
            OR v_account.expires_at > helpdesk.clock() AND v_account.refreshing_until > helpdesk.clock() THEN
            v_login || jsonb_build_object('access_token', encode(v_account.access_token, 'hex'))
        WHEN v_provider.client_id IS NULL THEN
            v_login || jsonb_build_object('problem', format(
                'pgdesk is not registered at %s: mail provider %s has no client_id', v_provider.name,
                v_provider.provider
            ))
        WHEN v_account.refused_at IS NOT NULL THEN
            v_login || jsonb_build_object('problem', v_account.last_error)
        WHEN v_provider.authorization_endpoint IS NOT NULL AND v_account.refresh_token IS NULL THEN
            v_login || jsonb_build_object(
                'problem', format('nobody has let pgdesk in at %s for mailbox account %s', v_provider.name, p_account)
            )
        WHEN v_account.refreshing_until > helpdesk.clock() THEN
            v_login
        ELSE
            v_login || jsonb_build_object('refresh', jsonb_build_object(
                'provider', v_provider.provider,
                'token_endpoint', v_provider.token_endpoint,
                'client_id', v_provider.client_id,
                'client_secret', encode(v_provider.client_secret, 'hex'),
                'scopes', v_provider.scopes,
                'refresh_token', encode(v_account.refresh_token, 'hex')
            ))
    END;
    IF v_answer ? 'refresh' THEN
        UPDATE helpdesk.mailbox_account AS a
        SET refreshing_until = helpdesk.clock() + interval '30 seconds'
        WHERE a.account = p_account;
    END IF;
    RETURN v_answer;
END
$$;

COMMENT ON FUNCTION helpdesk.begin_mail_login IS
'By what an account logs in: {account, user_name} with password or access_token (sealed, in hexadecimal), the token '
'good for p_ahead at least; with refresh, what to ask the provider with, where the caller is to get one within 30 '
'seconds; with problem where nothing lets it in; with none of these: another is getting a token.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_mail_login TO worker;
