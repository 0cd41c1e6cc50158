CREATE VIEW api.macros WITH (security_invoker = true) AS
SELECT
    r.rule_id,
    r.kind,
    r.name,
    r.description,
    r.position,
    r.is_active,
    r.owner_id,
    r.is_shared,
    r.conditions,
    r.actions,
    r.failures,
    r.created_at,
    r.updated_at
FROM helpdesk.rule AS r
WHERE helpdesk.token_reads('macros') AND r.kind = 'macro'
WITH LOCAL CHECK OPTION;

COMMENT ON VIEW api.macros IS
$$Macros

Several actions in one click, applied with rpc/apply_macro and taken back with rpc/undo_macro. Agents see shared ones
and their own, and write their own (is_shared false, owner_id the caller). Raises PD002, PD401, PD402.$$;

ALTER VIEW api.macros ALTER COLUMN kind SET DEFAULT 'macro';

GRANT SELECT ON api.macros TO agent, admin;
GRANT INSERT (rule_id, kind, name, description, position, is_active, owner_id, is_shared, conditions, actions)
    ON api.macros TO agent, admin;
GRANT UPDATE (rule_id, name, description, position, is_active, owner_id, is_shared, conditions, actions)
    ON api.macros TO agent, admin;
GRANT DELETE ON api.macros TO agent, admin;
