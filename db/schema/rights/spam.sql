INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('blocked_sender_staff_select', 'signed in', '*');
