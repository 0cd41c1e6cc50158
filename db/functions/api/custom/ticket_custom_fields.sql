-- The columns of fields that administrators added come with the rebuilding, so that they survive each deploy.
CREATE VIEW api.ticket_custom_fields WITH (security_invoker = true) AS
SELECT c.ticket_id FROM helpdesk.ticket_custom AS c;

SELECT helpdesk.rebuild_custom_view('ticket');

GRANT SELECT ON helpdesk.ticket_custom TO customer, agent, admin;
