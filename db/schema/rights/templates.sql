INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('shipped_mail_template_staff_select', 'signed in', '*'),
    ('mail_template_staff_select', 'signed in', '*'),
    ('mail_brand_staff_select', 'signed in', '*'),
    ('mail_brand_admin_insert', 'may edit settings', 'department_id, name, colour, logo_url, footer'),
    ('mail_brand_admin_update', 'may edit settings', 'department_id, name, colour, logo_url, footer'),
    ('mail_brand_admin_delete', 'may edit settings', '*'),
    ('mail_unsubscription_person_select', 'own', '*'),
    ('mail_unsubscription_person_insert', 'own', 'person_id, kind'),
    ('mail_unsubscription_person_delete', 'own', '*');
