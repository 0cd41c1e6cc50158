INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('may read reports', '(SELECT helpdesk.can(''reports.read''))');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('report_staff_select', 'may read reports',
        'report, title, description, period_days, period_of, parameters, chart, columns');
