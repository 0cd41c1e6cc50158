CREATE VIEW api.custom_objects WITH (security_invoker = true) AS
SELECT
    o.object,
    o.label,
    o.description,
    o.is_builtin,
    o.is_visible_to_customers,
    o.is_active,
    o.resource
FROM helpdesk.custom_object AS o
WHERE helpdesk.token_reads('custom_objects');

COMMENT ON VIEW api.custom_objects IS
$$What has custom fields

Tickets, people and organisations, and objects that administrators added, with records of their own; resource is the
view that shows them. Records of an object that is visible to customers show to those whose tickets, person or
organisation they are linked to.$$;

GRANT SELECT ON api.custom_objects TO customer, agent, admin;
