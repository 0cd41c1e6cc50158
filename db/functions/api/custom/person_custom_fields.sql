-- The columns of fields that administrators added come with db/schema/always/custom.sql, so that they survive each
-- deploy.
CREATE VIEW api.person_custom_fields WITH (security_invoker = true) AS
SELECT c.person_id FROM helpdesk.person_custom AS c
WHERE helpdesk.token_reads('person_custom_fields');
