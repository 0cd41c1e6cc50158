INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('may edit intake', '(SELECT helpdesk.can(''intake.edit''))'),
    ('may take in mail', '(SELECT helpdesk.can(''mail.replay''))');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('mail_adapter_admin_select', 'may edit intake',
        'adapter, description, has_secret, user_name, public_key, topic_arn, is_judge, refused_at, refused_for'),
    ('mail_adapter_admin_update', 'may edit intake', 'user_name, public_key, topic_arn'),
    ('mail_arrival_admin_select', 'signed in',
        'mail_arrival_id, adapter, token, received_at, state, reason, inbound_mail_id, media_type, size_bytes, '
        'attempts, tried_at'),
    ('trusted_sender_admin_select', 'signed in', '*'),
    ('trusted_sender_admin_delete', 'may take in mail', '*');
