CREATE OR REPLACE FUNCTION helpdesk.purge_spent_challenges(p_limit int DEFAULT 10000) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.spent_challenge AS c
        WHERE c.challenge_hash IN (
            SELECT o.challenge_hash
            FROM helpdesk.spent_challenge AS o
            WHERE o.expires_at <= helpdesk.clock()
            LIMIT p_limit
        )
        RETURNING 1
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_spent_challenges IS
'Forgets up to p_limit solved challenges that are good no more; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_spent_challenges TO worker;
