CREATE VIEW api.ticket_types WITH (security_invoker = true) AS
SELECT
    t.ticket_type,
    t.label
FROM helpdesk.ticket_type AS t
WHERE helpdesk.token_reads('ticket_types');

COMMENT ON VIEW api.ticket_types IS
$$Types of tickets$$;

GRANT SELECT ON api.ticket_types TO anon, customer, agent, admin;
GRANT INSERT (ticket_type, label) ON api.ticket_types TO admin;
GRANT UPDATE (ticket_type, label) ON api.ticket_types TO admin;
GRANT DELETE ON api.ticket_types TO admin;
