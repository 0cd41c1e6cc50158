CREATE VIEW api.people WITH (security_invoker = true) AS
SELECT
    p.person_id,
    p.name,
    p.email,
    p.claimed_email,
    p.phone,
    p.handle,
    p.role,
    p.is_guest,
    p.organisation_id,
    p.external_id,
    p.language,
    p.time_zone,
    p.is_active,
    p.merged_into_id,
    p.created_at,
    p.updated_at
FROM helpdesk.person AS p
WHERE helpdesk.token_reads('people');

COMMENT ON VIEW api.people IS
$$Staff, customers and guests

Staff see everybody, customers themselves. Admins create and change people; everybody may change the own name, phone,
language and time_zone, agents those of customers along with email and organisation_id; not an email that the customer
is known to have. rpc/add_person adds customers and makes persons of guests. claimed_email: what a guest said who was
not asked to prove it; set as email it is confirmed. Raises PD002, PD006 for an unknown time zone, PD019.$$;

GRANT SELECT ON api.people TO customer, agent, admin;
GRANT INSERT (person_id, name, email, phone, handle, role, organisation_id, external_id, language, time_zone, is_active)
    ON api.people TO admin;
GRANT UPDATE (person_id, name, email, phone, handle, role, organisation_id, external_id, language, time_zone, is_active)
    ON api.people TO admin;
GRANT UPDATE (person_id, name, phone, language, time_zone) ON api.people TO customer;
GRANT UPDATE (person_id, name, email, phone, organisation_id, language, time_zone) ON api.people TO agent;
