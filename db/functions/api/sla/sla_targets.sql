CREATE VIEW api.sla_targets WITH (security_invoker = true) AS
SELECT
    t.sla_policy_id,
    t.priority,
    t.metric,
    t.target_minutes,
    t.target_days
FROM helpdesk.sla_target AS t
WHERE helpdesk.token_reads('sla_targets');

COMMENT ON VIEW api.sla_targets IS
$$What SLA policies promise

Business minutes or business days by priority and metric; where there is no row, nothing is promised. N business days
end at the same local time N business days later, at that day's closing where it closes earlier; outside opening hours
they begin with the next opening. They are counted as the business time in between, so that pauses and changes move them
exactly. An edit makes a new version of the policy when the request is done and recomputes the open clocks that follow
it; used time stays.$$;

GRANT SELECT ON api.sla_targets TO agent, admin;
GRANT INSERT (sla_policy_id, priority, metric, target_minutes, target_days) ON api.sla_targets TO admin;
GRANT UPDATE (sla_policy_id, priority, metric, target_minutes, target_days) ON api.sla_targets TO admin;
GRANT DELETE ON api.sla_targets TO admin;
