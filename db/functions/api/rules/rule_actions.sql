CREATE VIEW api.rule_actions WITH (security_invoker = true) AS
SELECT
    a.action,
    a.value_shape,
    a.choices,
    a.rule_kinds,
    a.description
FROM helpdesk.rule_action AS a
WHERE helpdesk.token_reads('rule_actions');

COMMENT ON VIEW api.rule_actions IS
$$Actions of rules

rule_kinds: where an action may stand; bulk: rpc/change_tickets.$$;

GRANT SELECT ON api.rule_actions TO agent, admin;
