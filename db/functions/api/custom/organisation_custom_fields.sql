-- The columns of fields that administrators added come with the rebuilding, so that they survive each deploy.
CREATE VIEW api.organisation_custom_fields WITH (security_invoker = true) AS
SELECT c.organisation_id FROM helpdesk.organisation_custom AS c;

SELECT helpdesk.rebuild_custom_view('organisation');

GRANT SELECT ON helpdesk.organisation_custom TO customer, agent, admin;
