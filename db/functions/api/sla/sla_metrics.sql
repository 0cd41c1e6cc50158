CREATE VIEW api.sla_metrics WITH (security_invoker = true) AS
SELECT
    m.metric,
    m.label,
    m.position,
    m.description
FROM helpdesk.sla_metric AS m
WHERE helpdesk.token_reads('sla_metrics');

COMMENT ON VIEW api.sla_metrics IS
$$What SLA policies can promise$$;

GRANT SELECT ON api.sla_metrics TO agent, admin;
