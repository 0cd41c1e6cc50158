CREATE VIEW api.workflows WITH (security_invoker = true) AS
SELECT
    r.rule_id,
    r.kind,
    r.name,
    r.description,
    r.position,
    r.is_active,
    r.trigger_kind,
    r.is_manual,
    r.conditions,
    r.actions,
    r.failures,
    r.created_at,
    r.updated_at
FROM helpdesk.rule AS r
WHERE helpdesk.token_reads('workflows') AND r.kind = 'workflow'
WITH LOCAL CHECK OPTION;

COMMENT ON VIEW api.workflows IS
$$Workflows

They act when an event of trigger_kind happens to a ticket that matches; with is_manual they are buttons
(rpc/apply_macro). The action delay goes on later. Raises PD401 and PD402 with the path of a fault.$$;

ALTER VIEW api.workflows ALTER COLUMN kind SET DEFAULT 'workflow';

GRANT SELECT ON api.workflows TO agent, admin;
GRANT INSERT (rule_id, kind, name, description, position, is_active, trigger_kind, is_manual, conditions, actions)
    ON api.workflows TO admin;
GRANT UPDATE (rule_id, name, description, position, is_active, trigger_kind, is_manual, conditions, actions)
    ON api.workflows TO admin;
GRANT DELETE ON api.workflows TO admin;
