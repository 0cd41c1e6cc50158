CREATE VIEW api.condition_operators WITH (security_invoker = true) AS
SELECT
    o.operator,
    o.value_shape,
    o.needs_event,
    o.description
FROM helpdesk.condition_operator AS o
WHERE helpdesk.token_reads('condition_operators');

COMMENT ON VIEW api.condition_operators IS
$$Operators of conditions

value_shape: one value, a list, a pair, a flag (true or false), a duration, a pattern. needs_event: in workflows
only.$$;

GRANT SELECT ON api.condition_operators TO agent, admin;
