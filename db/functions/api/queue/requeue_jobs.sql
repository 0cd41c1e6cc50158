CREATE FUNCTION api.requeue_jobs(job_ids uuid[] DEFAULT NULL, actor text DEFAULT NULL) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ids uuid[] := helpdesk.wanted_job_ids(requeue_jobs.job_ids, requeue_jobs.actor, 1000);
BEGIN
    UPDATE dramatiq.queue AS q
    SET state = 'queued',
        queue_name = w.queue_name,
        message = jsonb_set(
            q.message || jsonb_build_object('queue_name', w.queue_name),
            '{options}',
            (q.message -> 'options') - ARRAY['eta', 'retries', 'traceback', 'requeue_timestamp']
        ),
        available_at = helpdesk.clock(),
        worker_id = NULL,
        consumed_at = NULL,
        mtime = helpdesk.clock()
    FROM (
        SELECT o.message_id, regexp_replace(o.queue_name, '\.DQ$', '') AS queue_name
        FROM dramatiq.queue AS o
        WHERE o.message_id = ANY (v_ids)
    ) AS w
    WHERE q.message_id = w.message_id;
    PERFORM pg_notify(format('dramatiq.%s.enqueue', q.queue_name), '')
    FROM (SELECT DISTINCT o.queue_name FROM dramatiq.queue AS o WHERE o.message_id = ANY (v_ids)) AS q;
    RETURN cardinality(v_ids);
END
$$;

COMMENT ON FUNCTION api.requeue_jobs IS
$$Have jobs tried again, now

job_ids: those; actor without job_ids: those that were given up of it, 1,000 at most. All attempts are left again.
Returns how many. Raises PD002 without permission jobs.keep, PD006 where nothing is named, PD167 for a job that is done
or in work.$$;
GRANT EXECUTE ON FUNCTION api.requeue_jobs TO agent, admin;
