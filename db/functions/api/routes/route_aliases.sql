CREATE VIEW api.route_aliases WITH (security_invoker = true) AS
SELECT
    a.route_alias_id,
    a.method,
    a.path,
    a.target,
    a.arguments,
    a.status,
    a.is_single,
    a.is_embeddable,
    a.description,
    a.is_active,
    a.is_shipped
FROM helpdesk.route_alias AS a
WHERE helpdesk.token_reads('route_aliases');

COMMENT ON VIEW api.route_aliases IS
$$Routes outside /rest that forward to the generated API

Administrators add routes of their own, and turn those off that ship. A path may end with a slash or not, and {ticket}
stands for the id or the reference of a ticket; fixed words go before patterns. In lists by GET ?status=open means
?status=eq.open. A change is in force within half a minute. Raises PD006, PD009.$$;

GRANT SELECT ON api.route_aliases TO agent, admin;
GRANT INSERT (route_alias_id, method, path, target, arguments, status, is_single, is_embeddable, description, is_active)
    ON api.route_aliases TO admin;
GRANT UPDATE (route_alias_id, method, path, target, arguments, status, is_single, is_embeddable, description, is_active)
    ON api.route_aliases TO admin;
GRANT DELETE ON api.route_aliases TO admin;
