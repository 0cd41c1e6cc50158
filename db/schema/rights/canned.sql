INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('canned_folder_staff_select', 'signed in', '*'),
    ('canned_folder_admin_insert', 'may edit rules', 'folder_id, name, position'),
    ('canned_folder_admin_update', 'may edit rules', 'folder_id, name, position'),
    ('canned_folder_admin_delete', 'may edit rules', '*'),
    ('canned_reply_staff_select', 'shared, or owned', '*'),
    ('canned_reply_staff_insert', 'owned, or may edit rules', 'canned_reply_id, folder_id, title, body, is_shared'),
    ('canned_reply_staff_update', 'owned, or may edit rules', 'canned_reply_id, folder_id, title, body, is_shared'),
    ('canned_reply_staff_delete', 'owned, or may edit rules', '*');
