CREATE VIEW api.permissions WITH (security_invoker = true) AS
SELECT
    p.permission,
    p.description
FROM helpdesk.permission AS p
WHERE helpdesk.token_reads('permissions');

COMMENT ON VIEW api.permissions IS
$$Permissions that verbs ask for$$;

GRANT SELECT ON api.permissions TO agent, admin;
