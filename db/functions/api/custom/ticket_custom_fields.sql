-- The columns of fields that administrators added come with db/schema/always/custom.sql, so that they survive each
-- deploy.
CREATE VIEW api.ticket_custom_fields WITH (security_invoker = true) AS
SELECT c.ticket_id FROM helpdesk.ticket_custom AS c
WHERE helpdesk.token_reads('ticket_custom_fields');
