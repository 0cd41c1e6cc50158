INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('guest_link_staff_select', 'of a visible ticket',
        'guest_link_id, ticket_id, person_id, created_at, expires_at, used_at');
