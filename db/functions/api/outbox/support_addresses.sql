CREATE VIEW api.support_addresses WITH (security_invoker = true) AS
SELECT
    s.support_address_id,
    s.address,
    s.sender_name,
    s.department_id
FROM helpdesk.support_address AS s
WHERE helpdesk.token_reads('support_addresses');

COMMENT ON VIEW api.support_addresses IS
$$From what addresses mails are sent

Mails about a department's tickets come from its own, all others from that without department_id, and answers come
there, too. Without any, from the first of setting inbound_addresses; without that, mails wait.$$;

GRANT SELECT ON api.support_addresses TO agent, admin;
GRANT INSERT, UPDATE, DELETE ON api.support_addresses TO admin;
