INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('may erase people', '(SELECT helpdesk.can(''privacy.erase''))'),
    ('own, or may erase people', '[own] OR [may erase people]'),
    ('may hold', '(SELECT helpdesk.can(''privacy.hold''))');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('removal_customer_select', 'own', '*'),
    ('removal_admin_select', 'own, or may erase people', '*'),
    ('legal_hold_admin_select', 'may hold', '*');
