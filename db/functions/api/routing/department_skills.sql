CREATE VIEW api.department_skills WITH (security_invoker = true) AS
SELECT
    d.department_id,
    d.skill_id,
    d.min_proficiency
FROM helpdesk.department_skill AS d
WHERE helpdesk.token_reads('department_skills');

COMMENT ON VIEW api.department_skills IS
$$Skills that all tickets of a department need$$;

GRANT SELECT ON api.department_skills TO agent, admin;
GRANT INSERT (department_id, skill_id, min_proficiency) ON api.department_skills TO admin;
GRANT UPDATE (min_proficiency) ON api.department_skills TO admin;
GRANT DELETE ON api.department_skills TO admin;
