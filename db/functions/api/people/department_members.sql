CREATE VIEW api.department_members WITH (security_invoker = true) AS
SELECT
    d.department_id,
    d.person_id,
    d.is_lead
FROM helpdesk.department_member AS d
WHERE helpdesk.token_reads('department_members');

COMMENT ON VIEW api.department_members IS
$$Which staff belong to which department$$;

GRANT SELECT ON api.department_members TO agent, admin;
GRANT INSERT (department_id, person_id, is_lead) ON api.department_members TO admin;
GRANT UPDATE (department_id, person_id, is_lead) ON api.department_members TO admin;
GRANT DELETE ON api.department_members TO admin;
