INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('route_alias_staff_select', 'signed in', '*'),
    ('route_alias_admin_insert', 'may edit settings',
        'route_alias_id, method, path, target, arguments, status, is_single, is_embeddable, description, is_active'),
    ('route_alias_admin_update', 'may edit settings',
        'route_alias_id, method, path, target, arguments, status, is_single, is_embeddable, description, is_active'),
    ('route_alias_admin_delete', 'may edit settings', '*');
