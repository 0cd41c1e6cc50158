CREATE VIEW api.route_aliases WITH (security_invoker = true) AS
SELECT
    a.route_alias_id,
    a.method,
    a.path,
    a.target,
    a.arguments,
    a.status,
    a.description,
    a.is_active
FROM helpdesk.route_alias AS a;

COMMENT ON VIEW api.route_aliases IS
$$Routes outside /rest that forward to the generated API

Administrators PATCH is_active. A change is in force after the api process starts again.$$;

GRANT SELECT ON api.route_aliases TO agent, admin;
GRANT UPDATE (is_active) ON api.route_aliases TO admin;
