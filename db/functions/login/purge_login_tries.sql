CREATE OR REPLACE FUNCTION helpdesk.purge_login_tries(p_limit int DEFAULT 10000) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.login_try AS t
        WHERE t.tried IN (
            SELECT o.tried
            FROM helpdesk.login_try AS o
            WHERE o.last_at < helpdesk.clock() - interval '1 hour'
            LIMIT p_limit
        )
        RETURNING 1
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_login_tries IS
'Deletes up to p_limit counts of tries to sign in that are older than an hour; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_login_tries TO worker;
