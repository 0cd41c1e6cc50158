INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('may edit providers', '(SELECT helpdesk.can(''providers.edit''))');

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('identity_provider_admin_select', 'may edit providers',
        'provider, name, issuer, client_id, has_client_secret, scopes, domains, group_claim, new_role, has_own_factor, '
        'is_active, created_at'),
    ('identity_provider_admin_insert', 'may edit providers',
        'provider, name, issuer, client_id, scopes, domains, group_claim, new_role, has_own_factor, is_active'),
    ('identity_provider_admin_update', 'may edit providers',
        'name, issuer, client_id, scopes, domains, group_claim, new_role, has_own_factor, is_active'),
    ('identity_provider_admin_delete', 'may edit providers', '*'),
    ('identity_provider_group_admin_select', 'may edit providers', '*'),
    ('identity_provider_group_admin_insert', 'may edit providers', '*'),
    ('identity_provider_group_admin_update', 'may edit providers', 'role'),
    ('identity_provider_group_admin_delete', 'may edit providers', '*'),
    ('identity_person_select', 'own, or may edit people', '*');
