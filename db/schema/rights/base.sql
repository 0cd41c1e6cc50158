INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('error_code_anyone_select', 'everything', '*'),
    ('setting_staff_select', 'signed in', '*'),
    ('setting_admin_update', 'may edit settings', 'value'),
    ('permission_staff_select', 'signed in', '*'),
    ('role_permission_staff_select', 'signed in', '*'),
    ('role_permission_admin_insert', 'may edit settings', 'role, permission'),
    ('role_permission_admin_update', 'may edit settings', 'role, permission'),
    ('role_permission_admin_delete', 'may edit settings', '*');
