CREATE OR REPLACE FUNCTION helpdesk.purge_guest_intake() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.guest_intake AS i
        WHERE i.created_at < helpdesk.clock() - interval '24 hours'
        RETURNING 1
    )
    SELECT count(*) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_guest_intake IS
'Forgets from where guests'' tickets came that are older than 24 hours; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_guest_intake TO worker;
