CREATE VIEW api.identity_providers WITH (security_invoker = true) AS
SELECT
    p.provider,
    p.name,
    p.issuer,
    p.client_id,
    p.has_client_secret,
    p.scopes,
    p.domains,
    p.group_claim,
    p.new_role,
    p.has_own_factor,
    p.is_active,
    p.created_at
FROM helpdesk.identity_provider AS p
WHERE helpdesk.token_reads('identity_providers');

COMMENT ON VIEW api.identity_providers IS
$$OpenID providers by which people sign in

At the provider, <PGDESK_PUBLIC_URL>/auth/oidc/<provider>/callback is the redirect address. Its secret is sent to
PUT /identity_providers/<provider>/client_secret and never shown. domains: for which its word counts that an address is
somebody's. identity_provider_groups: what its groups are here. Raises PD002, PD006.$$;

GRANT SELECT ON api.identity_providers TO admin;
GRANT INSERT (provider, name, issuer, client_id, scopes, domains, group_claim, new_role, has_own_factor, is_active)
    ON api.identity_providers TO admin;
GRANT UPDATE (name, issuer, client_id, scopes, domains, group_claim, new_role, has_own_factor, is_active)
    ON api.identity_providers TO admin;
GRANT DELETE ON api.identity_providers TO admin;
