INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('own, or may keep tokens', '[own] OR (SELECT helpdesk.can(''tokens.keep''))'),
    ('of a visible token', 'EXISTS (SELECT 1 FROM helpdesk.api_token AS t WHERE t.api_token_id = this.api_token_id)');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('ability_person_select', 'signed in', '*'),
    ('api_token_person_select', 'own, or may keep tokens',
        'api_token_id, person_id, role, name, key_id, created_at, expires_at, used_at, revoked_at, revoked_by'),
    ('api_token_ability_person_select', 'of a visible token', '*'),
    ('rate_limit_staff_select', 'signed in', '*'),
    ('rate_limit_admin_update', 'may edit settings', 'requests, seconds, is_active');
