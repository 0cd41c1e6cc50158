INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('checklist_staff_select', 'signed in', '*'),
    ('checklist_admin_insert', 'may edit rules', 'checklist_id, name, description, is_active'),
    ('checklist_admin_update', 'may edit rules', 'checklist_id, name, description, is_active'),
    ('checklist_admin_delete', 'may edit rules', '*'),
    ('checklist_step_staff_select', 'signed in', '*'),
    ('checklist_step_admin_insert', 'may edit rules', 'checklist_step_id, checklist_id, position, label, is_required'),
    ('checklist_step_admin_update', 'may edit rules', 'checklist_step_id, position, label, is_required'),
    ('checklist_step_admin_delete', 'may edit rules', '*'),
    ('checklist_item_staff_select', 'of a visible ticket', '*'),
    ('checklist_item_staff_insert', 'of a workable ticket',
        'checklist_item_id, ticket_id, position, label, is_required, is_done'),
    ('checklist_item_staff_update', 'of a workable ticket', 'checklist_item_id, position, label, is_required, is_done'),
    ('checklist_item_staff_delete', 'of a workable ticket', '*');
