CREATE VIEW api.role_permissions WITH (security_invoker = true) AS
SELECT
    r.role,
    r.permission
FROM helpdesk.role_permission AS r
WHERE helpdesk.token_reads('role_permissions');

COMMENT ON VIEW api.role_permissions IS
$$Which role has which permission

role: a row of /rest/desk_roles.$$;

GRANT SELECT ON api.role_permissions TO agent, admin;
GRANT INSERT (role, permission) ON api.role_permissions TO admin;
GRANT UPDATE (role, permission) ON api.role_permissions TO admin;
GRANT DELETE ON api.role_permissions TO admin;
