CREATE FUNCTION api.set_mailbox_password(account text, password bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('mailboxes.edit');
    UPDATE helpdesk.mailbox_account AS a
    SET password = set_mailbox_password.password
    WHERE a.account = set_mailbox_password.account;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('mailbox account %s not found', coalesce(left(set_mailbox_password.account, 40), 'null')),
            NULL, 'See /rest/mailbox_accounts.'
        );
    END IF;
END
$$;

COMMENT ON FUNCTION api.set_mailbox_password IS
$$Keep the sealed password of a mailbox account

For the api process, which seals what is sent to PUT /mail/accounts/<account>/password; null: there is none. Raises
PD001, PD002, PD006 for what is not sealed, and where a provider's tokens let the account in.$$;
GRANT EXECUTE ON FUNCTION api.set_mailbox_password TO admin;
