INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('may import', '(SELECT helpdesk.can(''imports.run''))');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('import_staff_select', 'may import', '*'),
    ('import_field_staff_select', 'may import', '*'),
    ('import_mapping_staff_select', 'may import', '*'),
    ('import_mapping_staff_update', 'may import', 'target'),
    ('import_count_staff_select', 'may import', '*'),
    ('import_problem_staff_select', 'may import', '*');
