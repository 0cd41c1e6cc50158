CREATE VIEW api.tags WITH (security_invoker = true) AS
SELECT
    t.tag_id,
    t.name,
    t.color,
    t.description
FROM helpdesk.tag AS t;

COMMENT ON VIEW api.tags IS
$$Tags of tickets

Names are lower case and unique.$$;

GRANT SELECT ON api.tags TO anon, customer, agent, admin;
GRANT INSERT (name, color, description) ON api.tags TO admin;
GRANT UPDATE (name, color, description) ON api.tags TO admin;
GRANT DELETE ON api.tags TO admin;
