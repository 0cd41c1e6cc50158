CREATE VIEW api.identity_provider_groups WITH (security_invoker = true) AS
SELECT
    g.provider,
    g.group_name,
    g.role
FROM helpdesk.identity_provider_group AS g
WHERE helpdesk.token_reads('identity_provider_groups');

COMMENT ON VIEW api.identity_provider_groups IS
$$Roles of a provider's groups

Where a provider has any, each login by it gives its person the role of their groups that may most; who is in none of
them gets the provider's new_role, or is not let in. The last administrator stays one. Raises PD002, PD006.$$;

GRANT SELECT ON api.identity_provider_groups TO admin;
GRANT INSERT ON api.identity_provider_groups TO admin;
GRANT UPDATE (role) ON api.identity_provider_groups TO admin;
GRANT DELETE ON api.identity_provider_groups TO admin;
