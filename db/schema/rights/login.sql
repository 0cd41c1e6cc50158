INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('own, or may see sessions', '[own] OR (SELECT helpdesk.can(''people.access''))');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('session_person_select', 'own, or may see sessions', '*');
