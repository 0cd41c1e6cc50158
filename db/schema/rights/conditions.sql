INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('condition_operator_staff_select', 'signed in', '*'),
    ('condition_type_staff_select', 'signed in', '*'),
    ('condition_field_staff_select', 'signed in', '*');
