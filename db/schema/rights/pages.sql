INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('preference_person_select', 'signed in', '*'),
    ('person_preference_person_select', 'own', '*');
