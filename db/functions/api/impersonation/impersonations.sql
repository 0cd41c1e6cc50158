CREATE VIEW api.impersonations WITH (security_invoker = true) AS
SELECT
    i.session_id,
    i.person_id,
    i.role,
    i.admin_id,
    (SELECT n.name FROM helpdesk.named_person AS n WHERE n.person_id = i.admin_id) AS admin_name,
    i.reason,
    i.key_id,
    i.started_at,
    i.expires_at,
    helpdesk.is_live_session(i.session_id, i.person_id) AS is_live
FROM helpdesk.impersonation AS i
WHERE helpdesk.token_reads('impersonations');

COMMENT ON VIEW api.impersonations IS
$$Who acts, or acted, as whom

Everybody sees who acted as them; who may impersonate sees all. POST /auth/impersonation begins one,
rpc/end_impersonation ends it. Kept for 30 days; the audit log names both in actor_id and impersonator_id.$$;
COMMENT ON COLUMN api.impersonations.admin_name IS 'The name of who does.';
COMMENT ON COLUMN api.impersonations.is_live IS 'Whether it still goes on.';

GRANT SELECT ON api.impersonations TO customer, agent, admin;
