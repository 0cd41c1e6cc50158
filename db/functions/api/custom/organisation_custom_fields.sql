-- The columns of fields that administrators added come with db/schema/always/custom.sql, so that they survive each
-- deploy.
CREATE VIEW api.organisation_custom_fields WITH (security_invoker = true) AS
SELECT c.organisation_id FROM helpdesk.organisation_custom AS c
WHERE helpdesk.token_reads('organisation_custom_fields');
