CREATE VIEW api.departments WITH (security_invoker = true) AS
SELECT
    d.department_id,
    d.name,
    d.slug,
    d.description,
    d.calendar_id,
    d.is_active,
    d.created_at
FROM helpdesk.department AS d;

COMMENT ON VIEW api.departments IS
$$Departments$$;

GRANT SELECT ON api.departments TO anon, customer, agent, admin;
GRANT INSERT (name, slug, description, calendar_id, is_active) ON api.departments TO admin;
GRANT UPDATE (name, slug, description, calendar_id, is_active) ON api.departments TO admin;
GRANT DELETE ON api.departments TO admin;
