CREATE VIEW api.report_runs WITH (security_invoker = true) AS
SELECT
    r.report_run_id,
    r.report_schedule_id,
    r.due_at,
    r.first_day,
    r.last_day,
    r.state,
    r.attempts,
    r.next_at,
    r.ended_at,
    r.mails,
    r.error
FROM helpdesk.report_run AS r
WHERE helpdesk.token_reads('report_runs');

COMMENT ON VIEW api.report_runs IS
$$What became of reports that were to be mailed

state: queued (from next_at on), drawing, mailed (how far each mail is: outgoing_mail), failed. A drawing that fails is
tried five times within an hour and a half, error says why. Kept 30 days.$$;

GRANT SELECT ON api.report_runs TO agent, admin;
