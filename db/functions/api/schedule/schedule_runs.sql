CREATE VIEW api.schedule_runs WITH (security_invoker = true) AS
SELECT
    s.run_id,
    s.name,
    s.started_at,
    s.duration,
    s.result,
    s.error
FROM helpdesk.schedule_run AS s
WHERE helpdesk.token_reads('schedule_runs');

COMMENT ON VIEW api.schedule_runs IS
$$Runs of recurring jobs$$;

GRANT SELECT ON api.schedule_runs TO agent, admin;
