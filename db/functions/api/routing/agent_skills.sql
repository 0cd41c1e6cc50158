CREATE VIEW api.agent_skills WITH (security_invoker = true) AS
SELECT
    a.person_id,
    a.skill_id,
    a.proficiency
FROM helpdesk.agent_skill AS a
WHERE helpdesk.token_reads('agent_skills');

COMMENT ON VIEW api.agent_skills IS
$$Who has which skill$$;

GRANT SELECT ON api.agent_skills TO agent, admin;
GRANT INSERT (person_id, skill_id, proficiency) ON api.agent_skills TO admin;
GRANT UPDATE (proficiency) ON api.agent_skills TO admin;
GRANT DELETE ON api.agent_skills TO admin;
