INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('notification_preference_person_select', 'own', '*'),
    ('notification_preference_person_insert', 'own', 'person_id, kind, channel'),
    ('notification_preference_person_update', 'own', 'person_id, kind, channel'),
    ('notification_preference_person_delete', 'own', '*'),
    ('digest_preference_person_select', 'own', '*'),
    ('digest_preference_person_insert', 'own', 'person_id, period, hour'),
    ('digest_preference_person_update', 'own', 'person_id, period, hour'),
    ('digest_preference_person_delete', 'own', '*'),
    ('notification_person_select', 'own', '*'),
    ('notification_person_update', 'own', 'notification_id, read_at'),
    ('digest_person_select', 'own', '*');
