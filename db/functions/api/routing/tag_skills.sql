CREATE VIEW api.tag_skills WITH (security_invoker = true) AS
SELECT
    t.tag_id,
    t.skill_id,
    t.min_proficiency
FROM helpdesk.tag_skill AS t
WHERE helpdesk.token_reads('tag_skills');

COMMENT ON VIEW api.tag_skills IS
$$Skills that tickets with a tag need

Routing gives such tickets only to people who have all needed skills, whatever the strategy.$$;

GRANT SELECT ON api.tag_skills TO agent, admin;
GRANT INSERT (tag_id, skill_id, min_proficiency) ON api.tag_skills TO admin;
GRANT UPDATE (min_proficiency) ON api.tag_skills TO admin;
GRANT DELETE ON api.tag_skills TO admin;
