CREATE VIEW api.organisations WITH (security_invoker = true) AS
SELECT
    o.organisation_id,
    o.name,
    o.has_shared_tickets,
    o.notes,
    o.calendar_id,
    o.is_active,
    o.created_at
FROM helpdesk.organisation AS o
WHERE helpdesk.token_reads('organisations');

COMMENT ON VIEW api.organisations IS
$$Organisations of customers

has_shared_tickets: its members see each other's tickets. Customers see name and id of their own.$$;

GRANT SELECT ON api.organisations TO agent, admin;
-- Whoever reads an invoker's view needs every column of the table that the view names.
GRANT SELECT (organisation_id, name) ON api.organisations TO customer;
GRANT INSERT (organisation_id, name, has_shared_tickets, notes, calendar_id, is_active) ON api.organisations TO admin;
GRANT UPDATE (organisation_id, name, has_shared_tickets, notes, calendar_id, is_active) ON api.organisations TO admin;
GRANT DELETE ON api.organisations TO admin;
