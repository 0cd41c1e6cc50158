CREATE OR REPLACE FUNCTION helpdesk.purge_idempotency_keys() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.idempotency_key AS k
        WHERE k.created_at < helpdesk.clock() - interval '24 hours'
        RETURNING 1
    )
    SELECT count(*) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_idempotency_keys IS 'Deletes answers older than 24 hours; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_idempotency_keys TO worker;
