CREATE VIEW api.desk_roles WITH (security_invoker = true) AS
SELECT
    d.role,
    d.builds_on,
    d.description,
    d.visibility,
    d.is_shipped
FROM helpdesk.desk_role AS d
WHERE helpdesk.token_reads('desk_roles');

COMMENT ON VIEW api.desk_roles IS
$$What people are at the desk

The shipped roles, and those of one's own for staff: add one with builds_on agent or admin, give it permissions in
/rest/role_permissions, and to people as desk_role in /rest/agents. builds_on bounds what permissions can give. Raises
PD021 for a shipped role, or one that somebody has.$$;

GRANT SELECT ON api.desk_roles TO agent, admin;
GRANT INSERT (role, builds_on, description, visibility), UPDATE (role, builds_on, description, visibility), DELETE
    ON api.desk_roles TO admin;
