CREATE OR REPLACE FUNCTION helpdesk.describe_mailbox(p_mailbox text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT jsonb_build_object(
        'mailbox', m.mailbox,
        'host', a.host,
        'port', a.port,
        'tls', a.tls,
        'folder', m.folder,
        'account', a.account,
        'user_name', a.user_name,
        -- Another password or another authorization is another configuration, a fresh token is not.
        'password_mark', left(encode(sha256(a.password), 'hex'), 16),
        'authorized_at', a.authorized_at,
        'provider', a.provider
    )
    FROM helpdesk.mailbox AS m
    JOIN helpdesk.mailbox_account AS a ON a.account = m.account
    WHERE m.mailbox = p_mailbox;
END;

COMMENT ON FUNCTION helpdesk.describe_mailbox IS
'How a mailbox is reached: {mailbox, host, port, tls, folder, account, user_name, provider, password_mark, '
'authorized_at}; no secret is in it. NULL: there is no such mailbox.';
GRANT EXECUTE ON FUNCTION helpdesk.describe_mailbox TO worker;
