CREATE VIEW api.timers WITH (security_invoker = true) AS
SELECT
    t.ticket_id,
    t.started_at
FROM helpdesk.timer AS t
WHERE helpdesk.token_reads('timers');

COMMENT ON VIEW api.timers IS
$$The caller's running timer

None, or one row. rpc/start_timer, rpc/stop_timer.$$;

GRANT SELECT ON api.timers TO agent, admin;
