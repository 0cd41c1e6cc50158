CREATE VIEW api.sla_policy_matches WITH (security_invoker = true) AS
SELECT
    m.sla_policy_match_id,
    m.sla_policy_id,
    m.department_id,
    m.organisation_id,
    m.ticket_type,
    m.priority,
    m.tag_id
FROM helpdesk.sla_policy_match AS m;

COMMENT ON VIEW api.sla_policy_matches IS
$$Which tickets a policy applies to

A ticket must fit one of the policy's rows; in a row, each column that is not null must fit. A policy without rows applies to no
ticket, unless it is the default.$$;

GRANT SELECT ON helpdesk.sla_policy_match, api.sla_policy_matches TO agent, admin;
GRANT INSERT (sla_policy_id, department_id, organisation_id, ticket_type, priority, tag_id) ON helpdesk.sla_policy_match TO admin;
GRANT INSERT (sla_policy_id, department_id, organisation_id, ticket_type, priority, tag_id) ON api.sla_policy_matches TO admin;
GRANT UPDATE (sla_policy_id, department_id, organisation_id, ticket_type, priority, tag_id) ON helpdesk.sla_policy_match TO admin;
GRANT UPDATE (sla_policy_id, department_id, organisation_id, ticket_type, priority, tag_id) ON api.sla_policy_matches TO admin;
GRANT DELETE ON helpdesk.sla_policy_match, api.sla_policy_matches TO admin;
