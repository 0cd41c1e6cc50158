INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('outgoing_mail_kind_staff_select', 'signed in', '*'),
    ('outgoing_mail_agent_select', 'of a visible ticket',
        'outgoing_mail_id, kind, state, person_id, address, ticket_id, message_id, side_message_id, event_id, '
        'language, created_at, not_before, attempts, last_code, last_answer, sent_at, mail_message_id, subject, '
        'body_text, body_html'),
    ('outgoing_mail_admin_select', 'signed in',
        'outgoing_mail_id, kind, state, person_id, address, ticket_id, message_id, side_message_id, event_id, '
        'language, created_at, not_before, attempts, last_code, last_answer, sent_at, mail_message_id, subject, '
        'body_text, body_html'),
    ('support_address_staff_select', 'signed in', '*'),
    ('support_address_admin_insert', 'may edit settings', 'support_address_id, address, sender_name, department_id'),
    ('support_address_admin_update', 'may edit settings', 'support_address_id, address, sender_name, department_id'),
    ('support_address_admin_delete', 'may edit settings', '*'),
    ('scheduled_reply_staff_select', 'of a visible ticket', '*');
