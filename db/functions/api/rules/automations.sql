CREATE VIEW api.automations WITH (security_invoker = true) AS
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
WHERE helpdesk.token_reads('automations') AND r.kind = 'automation'
WITH LOCAL CHECK OPTION;

COMMENT ON VIEW api.automations IS
$$Automations

Every ten minutes they look at tickets that are not closed and act on those that match, once while a ticket goes on
matching. conditions and actions: see condition_fields and rule_actions. Raises PD401 and PD402 with the path of a
fault.$$;

ALTER VIEW api.automations ALTER COLUMN kind SET DEFAULT 'automation';

GRANT SELECT ON api.automations TO agent, admin;
GRANT INSERT (rule_id, kind, name, description, position, is_active, conditions, actions) ON api.automations TO admin;
GRANT UPDATE (rule_id, name, description, position, is_active, conditions, actions) ON api.automations TO admin;
GRANT DELETE ON api.automations TO admin;
