CREATE VIEW api.ticket_tags WITH (security_invoker = true) AS
SELECT
    t.ticket_id,
    t.tag_id
FROM helpdesk.ticket_tag AS t
WHERE helpdesk.token_reads('ticket_tags');

COMMENT ON VIEW api.ticket_tags IS
$$Tags on tickets

To customers those that are public. Raises PD001, PD002, PD006 (retired tag), PD026.$$;

GRANT SELECT ON api.ticket_tags TO customer, agent, admin;
GRANT INSERT (ticket_id, tag_id) ON api.ticket_tags TO agent, admin;
GRANT DELETE ON api.ticket_tags TO agent, admin;
