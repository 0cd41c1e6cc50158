CREATE VIEW api.tags WITH (security_invoker = true) AS
SELECT
    t.tag_id,
    t.name,
    t.color,
    t.description,
    t.is_public,
    t.is_active
FROM helpdesk.tag AS t
WHERE helpdesk.token_reads('tags');

COMMENT ON VIEW api.tags IS
$$Tags of tickets

Names are lower case and unique; verbs that name tags do not mind the case. Customers and guests see those that are
public. Staff add tags; is_active false retires one: tickets that have it keep it, no other gets it.$$;

GRANT SELECT ON api.tags TO anon, customer, agent, admin;
GRANT INSERT (tag_id, name, color, description) ON api.tags TO agent, admin;
GRANT INSERT (is_public, is_active) ON api.tags TO admin;
GRANT UPDATE (tag_id, name, color, description, is_public, is_active) ON api.tags TO admin;
GRANT DELETE ON api.tags TO admin;
