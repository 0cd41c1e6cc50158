INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('may edit webhooks', '(SELECT helpdesk.can(''webhooks.edit''))');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('webhook_admin_select', 'may edit webhooks',
        'webhook_id, name, url, events, conditions, is_active, off_because, failures, rests_until, created_at, '
        'updated_at'),
    ('webhook_admin_insert', 'may edit webhooks', 'webhook_id, name, url, events, conditions, is_active'),
    ('webhook_admin_update', 'may edit webhooks', 'webhook_id, name, url, events, conditions, is_active'),
    ('webhook_admin_delete', 'may edit webhooks', '*'),
    ('webhook_secret_admin_select', 'may edit webhooks', 'webhook_id, is_inbound, created_at, ends_at'),
    ('webhook_delivery_admin_select', 'may edit webhooks', '*');
