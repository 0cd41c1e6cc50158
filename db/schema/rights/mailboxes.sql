INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('may edit mailboxes', '(SELECT helpdesk.can(''mailboxes.edit''))');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('mail_provider_admin_select', 'may edit mailboxes',
        'provider, name, authorization_endpoint, token_endpoint, scopes, parameters, client_id, has_client_secret'),
    ('mail_provider_admin_insert', 'may edit mailboxes',
        'provider, name, authorization_endpoint, token_endpoint, scopes, parameters, client_id'),
    ('mail_provider_admin_update', 'may edit mailboxes',
        'name, authorization_endpoint, token_endpoint, scopes, parameters, client_id'),
    ('mail_provider_admin_delete', 'may edit mailboxes', '*'),
    ('mailbox_account_admin_select', 'may edit mailboxes',
        'account, host, port, tls, user_name, provider, has_password, authorized_at, expires_at, '
        'refused_at, last_error, created_at'),
    ('mailbox_account_admin_insert', 'may edit mailboxes', 'account, host, port, tls, user_name, provider'),
    ('mailbox_account_admin_update', 'may edit mailboxes', 'host, port, tls, user_name, provider'),
    ('mailbox_account_admin_delete', 'may edit mailboxes', '*'),
    ('mailbox_admin_select', 'may edit mailboxes', '*'),
    ('mailbox_admin_insert', 'may edit mailboxes', 'mailbox, account, folder, department_id, starts_on, is_active'),
    ('mailbox_admin_update', 'may edit mailboxes', 'account, folder, department_id, starts_on, is_active'),
    ('mailbox_admin_delete', 'may edit mailboxes', '*'),
    ('mailbox_test_admin_select', 'may edit mailboxes', '*');
