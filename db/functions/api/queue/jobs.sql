CREATE VIEW api.jobs WITH (security_invoker = true) AS
SELECT
    j.job_id,
    j.actor,
    j.queue,
    j.state,
    j.arguments,
    j.failures,
    j.last_error,
    j.queued_at,
    j.available_at,
    j.begun_at,
    j.changed_at
FROM helpdesk.job AS j
WHERE helpdesk.token_reads('jobs');

COMMENT ON VIEW api.jobs IS
$$What workers have to do

Jobs that wait, are in work, or were given up; done ones are gone. Permission jobs.keep. Given up ones are kept for 30
days: rpc/requeue_jobs has them tried again, rpc/discard_jobs drops them. Oldest first: ?order=queued_at.$$;
COMMENT ON COLUMN api.jobs.job_id IS 'Key.';
COMMENT ON COLUMN api.jobs.actor IS 'What is to be done: a function of the workers.';
COMMENT ON COLUMN api.jobs.queue IS 'Whose threads do it.';
COMMENT ON COLUMN api.jobs.state IS 'queued, in_work, or given_up: no attempt is left.';
COMMENT ON COLUMN api.jobs.arguments IS 'Its arguments, ids mostly.';
COMMENT ON COLUMN api.jobs.failures IS 'How often it has failed.';
COMMENT ON COLUMN api.jobs.last_error IS 'Why it failed last; null: it has not.';
COMMENT ON COLUMN api.jobs.queued_at IS 'When it was asked for.';
COMMENT ON COLUMN api.jobs.available_at IS 'Not before.';
COMMENT ON COLUMN api.jobs.begun_at IS 'When a worker took it; null: none has.';
COMMENT ON COLUMN api.jobs.changed_at IS 'When its state last changed.';

GRANT SELECT ON api.jobs TO agent, admin;
