CREATE VIEW api.priorities WITH (security_invoker = true) AS
SELECT
    p.priority,
    p.label,
    p.position,
    p.color
FROM helpdesk.priority AS p
WHERE helpdesk.token_reads('priorities');

COMMENT ON VIEW api.priorities IS
$$Priorities of tickets

A higher position is more urgent.$$;

GRANT SELECT ON api.priorities TO anon, customer, agent, admin;
GRANT INSERT (priority, label, position, color) ON api.priorities TO admin;
GRANT UPDATE (priority, label, position, color) ON api.priorities TO admin;
GRANT DELETE ON api.priorities TO admin;
