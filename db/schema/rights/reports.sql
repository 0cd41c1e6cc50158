INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('may read reports', '(SELECT helpdesk.can(''reports.read''))'),
    ('may schedule reports', '(SELECT helpdesk.can(''reports.schedule''))'),
    ('of oneself, or may schedule reports', '[own] OR [may schedule reports]');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('report_staff_select', 'may read reports',
        'report, title, description, period_days, period_of, parameters, chart, columns'),
    ('report_schedule_staff_select', 'may read reports', '*'),
    ('report_schedule_staff_insert', 'may schedule reports',
        'report_schedule_id, report, period, parameters, is_compared, formats, repeats, day, local_time, time_zone, '
        'is_active'),
    ('report_schedule_staff_update', 'may schedule reports',
        'report_schedule_id, report, period, parameters, is_compared, formats, repeats, day, local_time, time_zone, '
        'is_active'),
    ('report_schedule_staff_delete', 'may schedule reports', '*'),
    ('report_recipient_staff_select', 'may read reports', '*'),
    ('report_recipient_staff_insert', 'of oneself, or may schedule reports', 'report_schedule_id, person_id'),
    ('report_recipient_staff_delete', 'of oneself, or may schedule reports', '*'),
    ('report_run_staff_select', 'may read reports', '*');
