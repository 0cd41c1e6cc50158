CREATE OR REPLACE FUNCTION helpdesk.purge_looks(p_limit int DEFAULT 50000) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.ticket_look AS l
        WHERE l.ctid = ANY (ARRAY(
            SELECT o.ctid
            FROM helpdesk.ticket_look AS o
            WHERE o.looked_at < helpdesk.clock() - interval '180 days'
            LIMIT p_limit
        ))
        RETURNING 1
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_looks IS
'Deletes up to p_limit looks older than 180 days, without an index, since looks are written more often than purged; '
'returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_looks TO worker;
