CREATE VIEW api.my_sessions WITH (security_invoker = true) AS
SELECT
    s.session_id,
    s.started_at,
    s.used_at,
    s.expires_at,
    s.network,
    s.client,
    s.session_id = (helpdesk.claims() ->> 'pgdesk_session')::bigint AS is_current
FROM helpdesk.session AS s
WHERE helpdesk.token_reads('my_sessions')
    AND s.person_id = (SELECT helpdesk.me())
    AND s.ended_at IS NULL
    AND s.expires_at > helpdesk.clock();

COMMENT ON VIEW api.my_sessions IS
$$Where the caller is signed in

rpc/revoke_session ends one, at once.$$;
COMMENT ON COLUMN api.my_sessions.is_current IS
    'Whether the token of this request belongs to it; null for a token of no session.';

GRANT SELECT ON api.my_sessions TO customer, agent, admin;
