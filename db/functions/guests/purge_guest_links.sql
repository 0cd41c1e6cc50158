CREATE OR REPLACE FUNCTION helpdesk.purge_guest_links(p_limit int DEFAULT 10000) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.guest_link AS l
        WHERE l.guest_link_id IN (
            SELECT o.guest_link_id
            FROM helpdesk.guest_link AS o
            WHERE o.expires_at < helpdesk.clock() - interval '1 day'
            LIMIT p_limit
        )
        RETURNING 1
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_guest_links IS
'Deletes up to p_limit links that expired more than a day ago; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_guest_links TO worker;
