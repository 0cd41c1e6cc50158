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
    f.undone_at
FROM helpdesk.rule_firing AS f
WHERE helpdesk.token_reads('rule_firings');

COMMENT ON VIEW api.rule_firings IS
$$What rules did, and what they were refused

outcome: applied, unchanged, refused, failed, waiting (for a delay). detail: the actions, those that changed nothing
with an outcome that says so, or the reasons, each {"code", "message", "details", "hint"}.$$;
COMMENT ON COLUMN api.rule_firings.can_undo IS
'A macro that has kept what to give back and was not undone; rpc/undo_macro has a time limit besides.';

GRANT SELECT ON api.rule_firings TO agent, admin;
