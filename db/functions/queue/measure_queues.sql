CREATE OR REPLACE FUNCTION helpdesk.measure_queues()
RETURNS TABLE (queue text, waiting bigint, delayed bigint, in_work bigint, given_up bigint, age double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT
        regexp_replace(q.queue_name, '\.DQ$', '') AS queue,
        count(*) FILTER (WHERE q.state = 'queued' AND q.available_at <= helpdesk.clock()) AS waiting,
        count(*) FILTER (WHERE q.state = 'queued' AND q.available_at > helpdesk.clock()) AS delayed,
        count(*) FILTER (WHERE q.state = 'consumed') AS in_work,
        count(*) FILTER (WHERE q.state = 'rejected') AS given_up,
        greatest(0, extract(epoch FROM helpdesk.clock() - min(q.available_at) FILTER (WHERE q.state = 'queued')))
            ::double precision AS age
    FROM dramatiq.queue AS q
    GROUP BY 1;
END;

COMMENT ON FUNCTION helpdesk.measure_queues IS
'Of each queue with jobs: how many wait for a worker, for an instant, are in work, were given up; for how many seconds '
'the oldest has waited. For /metrics.';
GRANT EXECUTE ON FUNCTION helpdesk.measure_queues TO worker;
