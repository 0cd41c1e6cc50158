INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('rule_action_staff_select', 'signed in', '*'),
    ('rule_staff_select', 'shared, or owned', '*'),
    ('rule_agent_insert', 'owned, or may edit rules',
        'rule_id, kind, name, description, position, is_active, conditions, actions, owner_id, is_shared'),
    ('rule_admin_insert', 'owned, or may edit rules',
        'rule_id, kind, name, description, position, is_active, trigger_kind, is_manual, conditions, actions, '
        'owner_id, is_shared'),
    ('rule_agent_update', 'owned, or may edit rules',
        'rule_id, name, description, position, is_active, conditions, actions, owner_id, is_shared'),
    ('rule_admin_update', 'owned, or may edit rules',
        'rule_id, name, description, position, is_active, trigger_kind, is_manual, conditions, actions, owner_id, '
        'is_shared'),
    ('rule_staff_delete', 'owned, or may edit rules', '*'),
    ('rule_firing_staff_select', 'of a visible ticket', '*'),
    ('rule_error_admin_select', 'may edit rules', '*'),
    ('rule_step_admin_select', 'may edit rules', '*');
