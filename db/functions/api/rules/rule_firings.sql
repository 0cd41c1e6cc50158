CREATE VIEW api.rule_firings WITH (security_invoker = true) AS
SELECT
    f.firing_id,
    f.rule_id,
    f.ticket_id,
    f.event_id,
    f.actor_id,
    f.fired_at,
    f.ended_at,
    f.outcome,
    f.detail,
    (f.undo IS NOT NULL AND f.undone_at IS NULL) AS can_undo,
    f.undone_at,
    (SELECT r.kind FROM helpdesk.rule AS r WHERE r.rule_id = f.rule_id) AS rule_kind,
    (SELECT r.name FROM helpdesk.rule AS r WHERE r.rule_id = f.rule_id) AS rule_name,
    (SELECT r.conditions FROM helpdesk.rule AS r WHERE r.rule_id = f.rule_id) AS rule_conditions
FROM helpdesk.rule_firing AS f
WHERE helpdesk.token_reads('rule_firings');

COMMENT ON VIEW api.rule_firings IS
$$What rules did, and what they were refused

outcome: applied, unchanged, refused, failed, waiting (for a delay). detail: the actions, those that changed nothing
with an outcome that says so, or the reasons, each {"code", "message", "details", "hint"}.$$;
COMMENT ON COLUMN api.rule_firings.can_undo IS
'A macro that has kept what to give back and was not undone; rpc/undo_macro has a time limit besides.';
COMMENT ON COLUMN api.rule_firings.rule_kind IS
'escalation, automation, workflow or macro; null: somebody else''s own macro.';
COMMENT ON COLUMN api.rule_firings.rule_name IS 'Name of the rule now; null: somebody else''s own macro.';
COMMENT ON COLUMN api.rule_firings.rule_conditions IS
'Conditions of the rule now, which held when it fired; null: somebody else''s own macro.';

GRANT SELECT ON api.rule_firings TO agent, admin;
