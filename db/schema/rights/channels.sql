INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('may edit channels', '(SELECT helpdesk.can(''channels.edit''))'),
    ('of a visible message', $$
        EXISTS (SELECT 1 FROM helpdesk.message AS m WHERE m.message_id = this.message_id)
    $$);

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('bridge_admin_select', 'may edit channels', '*'),
    ('bridge_admin_insert', 'may edit channels', 'channel, webhook_id, department_id, is_active'),
    ('bridge_admin_update', 'may edit channels', 'webhook_id, department_id, is_active'),
    ('bridge_admin_delete', 'may edit channels', '*'),
    ('bridge_conversation_staff_select', 'of a visible ticket', '*'),
    ('bridge_reply_staff_select', 'of a visible message', '*');
