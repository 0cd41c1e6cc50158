CREATE VIEW api.agents WITH (security_invoker = true) AS
SELECT
    a.person_id,
    a.is_light,
    a.desk_role,
    a.availability,
    a.signature,
    a.max_open,
    a.calendar_id
FROM helpdesk.agent AS a
WHERE helpdesk.token_reads('agents');

COMMENT ON VIEW api.agents IS
$$What only staff have

A row for each member of staff. Staff change their own availability and signature; routing gives tickets only to those
who are online.$$;

GRANT SELECT ON api.agents TO agent, admin;
GRANT UPDATE (is_light, desk_role, availability, signature, max_open, calendar_id) ON api.agents TO admin;
GRANT UPDATE (availability, signature) ON api.agents TO agent;
