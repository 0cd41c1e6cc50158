INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('rating_person_select', 'of a visible ticket', '*');
