CREATE VIEW api.departments WITH (security_invoker = true) AS
SELECT
    d.department_id,
    d.name,
    d.slug,
    d.description,
    d.calendar_id,
    d.mail_addresses,
    d.is_active,
    d.is_public,
    d.created_at
FROM helpdesk.department AS d
WHERE helpdesk.token_reads('departments');

COMMENT ON VIEW api.departments IS
$$Departments

is_public: guests see it and may choose it for their tickets.$$;

GRANT SELECT ON api.departments TO anon, customer, agent, admin;
GRANT INSERT (department_id, name, slug, description, calendar_id, mail_addresses, is_active, is_public)
    ON api.departments TO admin;
GRANT UPDATE (department_id, name, slug, description, calendar_id, mail_addresses, is_active, is_public)
    ON api.departments TO admin;
GRANT DELETE ON api.departments TO admin;
