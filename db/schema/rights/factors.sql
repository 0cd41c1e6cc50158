INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('passkey_person_select', 'own', 'passkey_id, person_id, name, added_at, used_at'),
    ('passkey_person_update', 'own', 'name');
