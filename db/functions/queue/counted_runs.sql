CREATE OR REPLACE FUNCTION helpdesk.counted_runs() RETURNS SETOF helpdesk.actor_count
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT c.* FROM helpdesk.actor_count AS c;
END;

COMMENT ON FUNCTION helpdesk.counted_runs IS 'How often each actor was run, for /metrics.';
GRANT EXECUTE ON FUNCTION helpdesk.counted_runs TO worker;
