CREATE VIEW api.sessions WITH (security_invoker = true) AS
SELECT
    s.session_id,
    s.person_id,
    s.started_at,
    s.used_at,
    s.expires_at,
    s.network,
    s.client
FROM helpdesk.session AS s
WHERE helpdesk.token_reads('sessions')
    AND s.ended_at IS NULL
    AND s.expires_at > helpdesk.clock();

COMMENT ON VIEW api.sessions IS
$$Where people are signed in

One's own, and those of all for administrators (permission people.access). rpc/revoke_session ends one,
rpc/end_sessions all of a person.$$;
GRANT SELECT ON api.sessions TO admin;
