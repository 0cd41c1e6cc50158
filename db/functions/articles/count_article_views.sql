CREATE OR REPLACE FUNCTION helpdesk.count_article_views(p_limit int DEFAULT 20000) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH taken AS (
        DELETE FROM helpdesk.article_view AS v
        WHERE v.article_view_id IN (
            SELECT o.article_view_id FROM helpdesk.article_view AS o
            ORDER BY o.article_view_id
            LIMIT p_limit
            FOR UPDATE SKIP LOCKED
        )
        RETURNING v.article_id, v.day
    ),
    added AS (
        INSERT INTO helpdesk.article_day AS d (article_id, day, views)
        SELECT t.article_id, t.day, count(*)
        FROM taken AS t
        JOIN helpdesk.article AS a USING (article_id)
        GROUP BY t.article_id, t.day
        ORDER BY t.article_id, t.day
        ON CONFLICT (article_id, day) DO UPDATE SET views = d.views + excluded.views
    )
    SELECT helpdesk.job_has_more(count(*), p_limit) FROM taken;
END;

COMMENT ON FUNCTION helpdesk.count_article_views IS
'Adds up to p_limit views to their days; returns how many. SKIP LOCKED makes two at once safe.';
GRANT EXECUTE ON FUNCTION helpdesk.count_article_views TO worker;
