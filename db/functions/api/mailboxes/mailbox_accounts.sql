CREATE VIEW api.mailbox_accounts WITH (security_invoker = true) AS
SELECT
    a.account,
    a.host,
    a.port,
    a.tls,
    a.user_name,
    a.provider,
    a.has_password,
    a.authorized_at,
    a.expires_at,
    a.refused_at,
    a.last_error,
    a.created_at
FROM helpdesk.mailbox_account AS a
WHERE helpdesk.token_reads('mailbox_accounts');

COMMENT ON VIEW api.mailbox_accounts IS
$$Accounts of mail servers

The password is sent to PUT /mail/accounts/<account>/password and never shown. With a provider, POST
/mail/accounts/<account>/authorization gives an address where who has the mailbox lets pgdesk in, with a browser; its
tokens are refreshed before they end (expires_at). refused_at: since when the provider refuses that; last_error says
why. Another host, user_name or provider forgets password and tokens. Raises PD002, PD006.$$;

GRANT SELECT ON api.mailbox_accounts TO admin;
GRANT INSERT (account, host, port, tls, user_name, provider) ON api.mailbox_accounts TO admin;
GRANT UPDATE (host, port, tls, user_name, provider) ON api.mailbox_accounts TO admin;
GRANT DELETE ON api.mailbox_accounts TO admin;
