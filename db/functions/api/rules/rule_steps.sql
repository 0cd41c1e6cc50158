CREATE VIEW api.rule_steps WITH (security_invoker = true) AS
SELECT
    s.step_id,
    s.rule_id,
    s.ticket_id,
    s.event_id,
    s.depth,
    s.actions,
    s.due_at
FROM helpdesk.rule_step AS s
WHERE helpdesk.token_reads('rule_steps');

COMMENT ON VIEW api.rule_steps IS
$$Workflows that wait

For admins: what is to be tried, or goes on after a delay.$$;

GRANT SELECT ON api.rule_steps TO admin;
