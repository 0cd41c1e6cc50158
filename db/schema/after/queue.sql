COMMENT ON COLUMN dramatiq.queue.state IS
'How far the message is; what the library does is named dramatiq_postgres.
queued: It waits for available_at and a worker.
consumed: A worker has it.
rejected: Its actor gave up; it is kept for 30 days.
-> queued: enqueue
queued -> consumed: dramatiq_postgres, by a worker that polls or is notified
consumed -> queued: dramatiq_postgres, to be tried again, or after its worker died
consumed -> rejected: dramatiq_postgres, when no attempt is left
consumed -> gone: dramatiq_postgres, when its actor succeeded
queued, rejected -> queued: requeue_jobs, to be tried at once
queued, rejected -> gone: discard_jobs
rejected -> gone: dramatiq_postgres';

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD167', 409, 'the job cannot be changed', 'See /rest/jobs for what waits or was given up.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('jobs.keep', 'See what workers have to do, have it tried again, drop it.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('admin', 'jobs.keep')
) AS d (role, permission);
