CREATE VIEW api.sla_policies WITH (security_invoker = true) AS
SELECT
    p.sla_policy_id,
    p.name,
    p.description,
    p.position,
    p.conditions,
    p.calendar_id,
    p.is_default,
    p.is_active,
    p.created_at
FROM helpdesk.sla_policy AS p
WHERE helpdesk.token_reads('sla_policies');

COMMENT ON VIEW api.sla_policies IS
$$SLA policies

The active policy with the lowest position whose conditions a ticket fits applies to it, else the default. What it
promises are rows of sla_targets. Policies are matched when a ticket is opened and, by setting sla.on_change, when its
priority, type, department, organisation, requester, tags or custom fields change; changed conditions, and changed
fields of the requester or the organisation, reach an open ticket then, or by rpc/rematch_sla; changed targets at
once.$$;

GRANT SELECT ON api.sla_policies TO agent, admin;
GRANT INSERT (sla_policy_id, name, description, position, conditions, calendar_id, is_default, is_active)
    ON api.sla_policies TO admin;
GRANT UPDATE (sla_policy_id, name, description, position, conditions, calendar_id, is_default, is_active)
    ON api.sla_policies TO admin;
