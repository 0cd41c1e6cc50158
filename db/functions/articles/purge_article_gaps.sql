CREATE OR REPLACE FUNCTION helpdesk.purge_article_gaps(p_days int DEFAULT 400, p_limit int DEFAULT 10000) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH purged AS (
        DELETE FROM helpdesk.article_gap AS g
        WHERE (g.day, g.query, g.language, g.asked_by) IN (
            SELECT o.day, o.query, o.language, o.asked_by
            FROM helpdesk.article_gap AS o
            WHERE o.day < (helpdesk.clock() AT TIME ZONE 'UTC')::date - p_days
            LIMIT p_limit
        )
        RETURNING 1
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM purged;
END;

COMMENT ON FUNCTION helpdesk.purge_article_gaps IS
'Forgets up to p_limit searches that found nothing p_days ago and before; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.purge_article_gaps TO worker;
