CREATE OR REPLACE FUNCTION helpdesk.purge_sessions(p_days int DEFAULT 30, p_limit int DEFAULT 10000) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.session AS s
        WHERE s.session_id IN (
            SELECT o.session_id
            FROM helpdesk.session AS o
            WHERE coalesce(o.ended_at, o.expires_at) < helpdesk.clock() - make_interval(days => p_days)
            LIMIT p_limit
        )
        RETURNING 1
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_sessions IS
'Deletes up to p_limit sessions that have been over for p_days, with their refresh tokens; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_sessions TO worker;
