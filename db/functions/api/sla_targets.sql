CREATE VIEW api.sla_targets WITH (security_invoker = true) AS
SELECT
    t.sla_policy_id,
    t.priority,
    t.metric,
    t.target_minutes
FROM helpdesk.sla_target AS t;

COMMENT ON VIEW api.sla_targets IS
$$What SLA policies promise

Business minutes by priority and metric; where there is no row, nothing is promised. An edit makes a new version of the policy
when the request is done and recomputes the open clocks that follow it; used time stays.$$;

GRANT SELECT ON helpdesk.sla_target, api.sla_targets TO agent, admin;
GRANT INSERT (sla_policy_id, priority, metric, target_minutes) ON helpdesk.sla_target TO admin;
GRANT INSERT (sla_policy_id, priority, metric, target_minutes) ON api.sla_targets TO admin;
GRANT UPDATE (sla_policy_id, priority, metric, target_minutes) ON helpdesk.sla_target TO admin;
GRANT UPDATE (sla_policy_id, priority, metric, target_minutes) ON api.sla_targets TO admin;
GRANT DELETE ON helpdesk.sla_target, api.sla_targets TO admin;
