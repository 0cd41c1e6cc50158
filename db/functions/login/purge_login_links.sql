CREATE OR REPLACE FUNCTION helpdesk.purge_login_links(p_limit int DEFAULT 10000) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.login_link AS l
        WHERE l.token_hash IN (
            SELECT o.token_hash
            FROM helpdesk.login_link AS o
            WHERE o.expires_at < helpdesk.clock() - interval '1 day'
            LIMIT p_limit
        )
        RETURNING 1
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_login_links IS
'Deletes up to p_limit links that expired more than a day ago; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_login_links TO worker;
