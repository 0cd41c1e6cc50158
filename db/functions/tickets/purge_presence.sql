CREATE OR REPLACE FUNCTION helpdesk.purge_presence() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.ticket_presence AS p WHERE p.seen_at < helpdesk.clock() - interval '1 hour' RETURNING 1
    )
    SELECT count(*) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_presence IS 'Deletes what is older than an hour; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_presence TO worker;
