CREATE OR REPLACE FUNCTION helpdesk.purge_api_tokens(p_days int DEFAULT 90, p_limit int DEFAULT 10000) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.api_token AS t
        WHERE t.api_token_id IN (
            SELECT o.api_token_id
            FROM helpdesk.api_token AS o
            WHERE coalesce(o.revoked_at, o.expires_at) < helpdesk.clock() - make_interval(days => p_days)
            LIMIT p_limit
        )
        RETURNING 1
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_api_tokens IS
'Deletes up to p_limit API tokens that have been over for p_days; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_api_tokens TO worker;
