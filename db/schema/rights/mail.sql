INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('of a visible message or ticket, or one''s own upload', $$
        CASE
            WHEN article_id IS NOT NULL THEN [of a visible article]
            WHEN ticket_id IS NULL THEN uploaded_by = (SELECT helpdesk.me())
            WHEN message_id IS NULL THEN [of a visible ticket]
            ELSE EXISTS (SELECT 1 FROM helpdesk.message AS m WHERE m.message_id = this.message_id)
        END
    $$),
    ('a file of a visible article', 'article_id IS NOT NULL AND [of a visible article]'),
    ('a visible file, of nothing beside the ticket',
        'side_message_id IS NULL AND [of a visible message or ticket, or one''s own upload]'),
    ('a visible file', $$
        [of a visible message or ticket, or one's own upload] AND (
            side_message_id IS NULL
            OR EXISTS (SELECT 1 FROM helpdesk.side_message AS s WHERE s.side_message_id = this.side_message_id)
        )
    $$),
    ('of a visible mail', $$
        EXISTS (SELECT 1 FROM helpdesk.inbound_mail AS m WHERE m.inbound_mail_id = this.inbound_mail_id)
    $$);

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('automatic_mail_kind_staff_select', 'signed in', '*'),
    ('automatic_mail_kind_admin_update', 'may edit settings', 'opens_ticket'),
    ('inbound_mail_agent_select', 'of a visible ticket',
        'inbound_mail_id, sha256, size_bytes, adapter, mailbox, received_at, state, reason, matched_by, is_released, '
        'automatic_kind, automatic_sign, mail_message_id, duplicate_of_id, delivered_to, '
        'from_address, from_name, author_address, is_verified, subject, '
        'body_text, body_html, images, sent_at, defects, person_id, ticket_id, message_id, side_message_id, '
        'attempts, processed_at'),
    ('inbound_mail_admin_select', 'signed in',
        'inbound_mail_id, sha256, size_bytes, adapter, mailbox, received_at, state, reason, matched_by, is_released, '
        'automatic_kind, automatic_sign, mail_message_id, duplicate_of_id, delivered_to, '
        'from_address, from_name, author_address, is_verified, subject, '
        'body_text, body_html, images, sent_at, defects, person_id, ticket_id, message_id, side_message_id, '
        'attempts, processed_at'),
    ('attachment_anon_select', 'a file of a visible article', '*'),
    ('attachment_customer_select', 'a visible file, of nothing beside the ticket', '*'),
    ('attachment_staff_select', 'a visible file', '*'),
    ('invite_staff_select', 'of a visible mail', '*');
