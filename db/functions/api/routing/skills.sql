CREATE VIEW api.skills WITH (security_invoker = true) AS
SELECT
    s.skill_id,
    s.name,
    s.description
FROM helpdesk.skill AS s
WHERE helpdesk.token_reads('skills');

COMMENT ON VIEW api.skills IS
$$Skills

Who has them: agent_skills. What needs them: tag_skills and department_skills.$$;

GRANT SELECT ON api.skills TO agent, admin;
GRANT INSERT (skill_id, name, description) ON api.skills TO admin;
GRANT UPDATE (skill_id, name, description) ON api.skills TO admin;
GRANT DELETE ON api.skills TO admin;
