CREATE VIEW api.people WITH (security_invoker = true) AS
SELECT
    p.person_id,
    p.name,
    p.email,
    p.claimed_email,
    p.handle,
    p.role,
    p.is_guest,
    p.organisation_id,
    p.external_id,
    p.language,
    p.time_zone,
    p.is_active,
    p.created_at,
    p.updated_at
FROM helpdesk.person AS p;

COMMENT ON VIEW api.people IS
$$Staff, customers and guests

Staff see everybody, customers themselves. Admins create and change people; everybody may change the own name, language
and time_zone, agents those of customers. rpc/add_person adds customers and makes persons of guests. claimed_email: what
a guest said who was not asked to prove it; admins confirm it as email. Raises PD006 for an unknown time zone.$$;

GRANT SELECT ON api.people TO customer, agent, admin;
GRANT INSERT (person_id, name, email, handle, role, organisation_id, external_id, language, time_zone, is_active)
    ON api.people TO admin;
GRANT UPDATE (person_id, name, email, handle, role, organisation_id, external_id, language, time_zone, is_active)
    ON api.people TO admin;
GRANT UPDATE (person_id, name, language, time_zone) ON api.people TO customer, agent;
