CREATE VIEW api.schedule WITH (security_invoker = true) AS
SELECT
    s.name,
    s.cron,
    s.call,
    s.description,
    s.is_active,
    s.catch_up
FROM helpdesk.schedule AS s
WHERE helpdesk.token_reads('schedule');

COMMENT ON VIEW api.schedule IS
$$Recurring jobs

Admins change cron, is_active and catch_up.$$;

GRANT SELECT ON api.schedule TO agent, admin;
GRANT UPDATE (cron, is_active, catch_up) ON api.schedule TO admin;
