INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('schedule_staff_select', 'signed in', '*'),
    ('schedule_admin_update', 'may edit settings', 'cron, is_active, catch_up'),
    ('schedule_run_staff_select', 'signed in', '*');
