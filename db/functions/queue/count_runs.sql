CREATE OR REPLACE FUNCTION helpdesk.count_runs(p_runs jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    INSERT INTO helpdesk.actor_count AS c (actor, queue, done, failed)
    SELECT r.actor, r.queue, r.done, r.failed
    FROM jsonb_populate_recordset(NULL::helpdesk.actor_count, p_runs) AS r
    ORDER BY r.actor
    ON CONFLICT (actor) DO UPDATE
    SET queue = excluded.queue, done = c.done + excluded.done, failed = c.failed + excluded.failed;
END
$$;

COMMENT ON FUNCTION helpdesk.count_runs IS
'Adds what a worker has done since it last said so: [{"actor", "queue", "done", "failed"}].';
GRANT EXECUTE ON FUNCTION helpdesk.count_runs TO worker;
