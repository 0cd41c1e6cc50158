CREATE VIEW api.status_transitions WITH (security_invoker = true) AS
SELECT
    s.from_status,
    s.to_status,
    s.roles,
    s.required_fields
FROM helpdesk.status_transition AS s
WHERE helpdesk.token_reads('status_transitions');

COMMENT ON VIEW api.status_transitions IS
$$Allowed changes of status

roles: who may; required_fields: what the ticket must have. A change without a row is refused with PD003.$$;

GRANT SELECT ON api.status_transitions TO anon, customer, agent, admin;
GRANT INSERT (from_status, to_status, roles, required_fields) ON api.status_transitions TO admin;
GRANT UPDATE (from_status, to_status, roles, required_fields) ON api.status_transitions TO admin;
GRANT DELETE ON api.status_transitions TO admin;
