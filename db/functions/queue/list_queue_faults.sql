CREATE OR REPLACE FUNCTION helpdesk.list_queue_faults() RETURNS TABLE (name text, late_since timestamptz, problem text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH oldest AS (
        SELECT regexp_replace(q.queue_name, '\.DQ$', '') AS queue, min(q.available_at) AS available_at, count(*) AS jobs
        FROM dramatiq.queue AS q
        WHERE q.state = 'queued' AND q.available_at < helpdesk.clock() - interval '1 minute'
        GROUP BY 1
    ),
    beat AS (
        SELECT max(w.heartbeat_at) AS heartbeat_at FROM dramatiq.worker AS w
    )
    SELECT
        'workers' AS name,
        coalesce(b.heartbeat_at, (SELECT min(o.available_at) FROM oldest AS o)) AS late_since,
        'no worker gives a sign of life, and jobs wait: start one' AS problem
    FROM beat AS b
    WHERE EXISTS (SELECT FROM oldest) AND (b.heartbeat_at > helpdesk.clock() - interval '90 seconds') IS NOT TRUE
    UNION ALL
    SELECT
        'worker ' || w.worker_id, w.heartbeat_at, 'it gives no sign of life; others do what it had begun'
    FROM dramatiq.worker AS w
    WHERE w.heartbeat_at < helpdesk.clock() - interval '90 seconds'
    UNION ALL
    SELECT
        'queue ' || o.queue, o.available_at, format('%s jobs wait, for more than 10 minutes the oldest', o.jobs)
    FROM oldest AS o
    WHERE o.available_at < helpdesk.clock() - interval '10 minutes'
    UNION ALL
    SELECT
        'queue ' || q.queue_name, min(q.consumed_at), format('%s jobs are in work for more than an hour', count(*))
    FROM dramatiq.queue AS q
    WHERE q.state = 'consumed' AND q.consumed_at < helpdesk.clock() - interval '1 hour'
    GROUP BY q.queue_name
    ORDER BY 1, 2;
END
$$;

COMMENT ON FUNCTION helpdesk.list_queue_faults IS
'What is wrong with the workers now: none lives while jobs wait, one has died, a queue that is behind, jobs that do '
'not end. pgdesk doctor, /ready and /metrics tell it.';
GRANT EXECUTE ON FUNCTION helpdesk.list_queue_faults TO worker;
