INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('a visible saved view', 'helpdesk.can_see_saved_view(this)');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('saved_view_staff_select', 'a visible saved view', '*'),
    ('saved_view_staff_insert', 'owned, or may edit rules',
        'view_id, name, conditions, sort, department_id, shared_with, position, icon, color'),
    ('saved_view_staff_update', 'owned, or may edit rules',
        'view_id, name, conditions, sort, department_id, shared_with, position, icon, color'),
    ('saved_view_staff_delete', 'owned, or may edit rules', '*');
