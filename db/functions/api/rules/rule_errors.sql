CREATE VIEW api.rule_errors WITH (security_invoker = true) AS
SELECT
    e.rule_error_id,
    e.rule_id,
    e.at,
    e.error
FROM helpdesk.rule_error AS e
WHERE helpdesk.token_reads('rule_errors');

COMMENT ON VIEW api.rule_errors IS
$$Errors of rules

For admins. A rule is switched off after rules.failures_allowed in a row.$$;

GRANT SELECT ON api.rule_errors TO admin;
