CREATE OR REPLACE FUNCTION helpdesk.purge_login_challenges(p_limit int DEFAULT 10000) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.login_challenge AS c
        WHERE c.token_hash IN (
            SELECT o.token_hash FROM helpdesk.login_challenge AS o WHERE o.expires_at < helpdesk.clock() LIMIT p_limit
        )
        RETURNING 1
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_login_challenges IS
'Deletes up to p_limit logins that have waited too long for a second factor; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_login_challenges TO worker;
