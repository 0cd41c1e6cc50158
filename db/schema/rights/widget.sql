INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('widget_origin_staff_select', 'signed in', '*'),
    ('widget_origin_admin_insert', 'may edit settings', 'origin, note, has_portal'),
    ('widget_origin_admin_update', 'may edit settings', 'origin, note, has_portal'),
    ('widget_origin_admin_delete', 'may edit settings', '*');
