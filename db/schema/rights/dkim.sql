INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('dkim_key_admin_select', 'may edit settings',
        'record_name, domain, selector, public_key, created_at, signs_from'),
    ('dkim_key_admin_delete', 'may edit settings', '*');
