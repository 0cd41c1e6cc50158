INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('audit.seal_admin_select', 'may read the audit log', '*');
