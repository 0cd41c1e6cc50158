INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('bounce_agent_select', 'of a visible ticket', '*'),
    ('bounce_admin_select', 'signed in', '*'),
    ('mail_address_staff_select', 'signed in', '*');
