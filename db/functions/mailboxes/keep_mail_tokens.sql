CREATE OR REPLACE FUNCTION helpdesk.keep_mail_tokens(
    p_account text,
    p_access_token bytea,
    p_expires_in int,
    p_refresh_token bytea,
    p_is_authorization boolean DEFAULT false
)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_told_at timestamptz;
BEGIN
    SELECT a.told_at INTO v_told_at FROM helpdesk.mailbox_account AS a WHERE a.account = p_account FOR NO KEY UPDATE;
    UPDATE helpdesk.mailbox_account AS a
    SET access_token = p_access_token,
        expires_at = helpdesk.clock() + make_interval(secs => p_expires_in),
        refreshing_until = NULL,
        -- A provider that gives no new one means the old one to be used on.
        refresh_token = coalesce(p_refresh_token, a.refresh_token),
        authorized_at = CASE WHEN p_is_authorization THEN helpdesk.clock() ELSE a.authorized_at END,
        refused_at = NULL,
        last_error = NULL,
        told_at = NULL
    WHERE a.account = p_account
        AND a.provider IS NOT NULL
        -- Who changed server or provider while it was asked for has ended that, as it has ended the tokens before.
        AND (p_is_authorization OR a.refreshing_until IS NOT NULL);
    IF FOUND AND v_told_at IS NOT NULL THEN
        INSERT INTO helpdesk.notification (person_id, kind, title)
        SELECT k.person_id, 'mailbox_works', format('Mail account %s is let in again', p_account)
        FROM helpdesk.list_mailbox_keepers() AS k;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.keep_mail_tokens IS
'Keeps what a provider gave for an account, sealed; p_expires_in: seconds; p_refresh_token NULL: the old one is good; '
'p_is_authorization: somebody has just let pgdesk in. Nothing where the account has got another server or provider '
'since it was begun. Tells those who keep mailboxes where they had been told of a '
'refusal.';
GRANT EXECUTE ON FUNCTION helpdesk.keep_mail_tokens TO worker;
