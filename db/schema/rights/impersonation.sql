INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('own, or may impersonate', '[own] OR (SELECT helpdesk.can(''people.impersonate''))');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('impersonation_person_select', 'own, or may impersonate', '*');
