CREATE VIEW api.my_passkeys WITH (security_invoker = true) AS
SELECT
    k.passkey_id,
    k.name,
    k.added_at,
    k.used_at
FROM helpdesk.passkey AS k
WHERE helpdesk.token_reads('my_passkeys');

COMMENT ON VIEW api.my_passkeys IS
$$The caller's passkeys

POST /auth/passkeys adds one, PATCH names it, rpc/remove_passkey removes it.$$;

GRANT SELECT, UPDATE (name) ON api.my_passkeys TO customer, agent, admin;
