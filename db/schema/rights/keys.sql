INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('may edit keys', '(SELECT helpdesk.can(''keys.edit''))');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('signing_key_admin_select', 'may edit keys',
        'key_id, algorithm, public_jwk, is_of_host, created_at, signs_from, needed_until, retired_at');
