INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('desk_role_staff_select', 'signed in', '*'),
    ('desk_role_admin_insert', 'may edit settings', 'role, builds_on, description, visibility'),
    ('desk_role_admin_update', 'may edit settings', 'role, builds_on, description, visibility'),
    ('desk_role_admin_delete', 'may edit settings', '*');
