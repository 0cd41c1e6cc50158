CREATE VIEW api.agents WITH (security_invoker = true) AS
SELECT
    a.person_id,
    a.is_light,
    a.availability,
    a.signature
FROM helpdesk.agent AS a;

COMMENT ON VIEW api.agents IS
$$What only staff have

A row for each member of staff. Staff change their own availability and signature.$$;

GRANT SELECT ON helpdesk.agent, api.agents TO agent, admin;
GRANT UPDATE (is_light, availability, signature) ON helpdesk.agent TO admin;
GRANT UPDATE (is_light, availability, signature) ON api.agents TO admin;
GRANT UPDATE (availability, signature) ON helpdesk.agent TO agent;
GRANT UPDATE (availability, signature) ON api.agents TO agent;
