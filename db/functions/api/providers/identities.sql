CREATE VIEW api.identities WITH (security_invoker = true) AS
SELECT
    i.identity_id,
    i.person_id,
    i.provider,
    i.subject,
    i.email,
    i.linked_at,
    i.used_at
FROM helpdesk.identity AS i
WHERE helpdesk.token_reads('identities');

COMMENT ON VIEW api.identities IS
$$By which providers people sign in

The caller's own; who may edit people sees everybody's. rpc/unlink_identity ends one.$$;

GRANT SELECT ON api.identities TO customer, agent, admin;
