CREATE VIEW api.escalation_rules WITH (security_invoker = true) AS
SELECT
    r.rule_id,
    r.kind,
    r.name,
    r.description,
    r.position,
    r.is_active,
    r.conditions,
    r.actions,
    r.failures,
    r.created_at,
    r.updated_at
FROM helpdesk.rule AS r
WHERE helpdesk.token_reads('escalation_rules') AND r.kind = 'escalation'
WITH LOCAL CHECK OPTION;

COMMENT ON VIEW api.escalation_rules IS
$$Escalation rules

Every five minutes they look at unsolved tickets and act on those that match, once while a ticket goes on matching.
conditions and actions: see condition_fields and rule_actions. Raises PD401 and PD402 with the path of a fault.$$;

ALTER VIEW api.escalation_rules ALTER COLUMN kind SET DEFAULT 'escalation';

GRANT SELECT ON api.escalation_rules TO agent, admin;
GRANT INSERT (rule_id, kind, name, description, position, is_active, conditions, actions)
    ON api.escalation_rules TO admin;
GRANT UPDATE (rule_id, name, description, position, is_active, conditions, actions) ON api.escalation_rules TO admin;
GRANT DELETE ON api.escalation_rules TO admin;
