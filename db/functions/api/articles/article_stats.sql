CREATE VIEW api.article_stats WITH (security_invoker = true) AS
SELECT
    a.article_id,
    coalesce((
        SELECT sum(d.views) FROM helpdesk.article_day AS d WHERE d.article_id = a.article_id
    ), 0)::bigint AS views,
    coalesce((
        SELECT sum(d.views) FROM helpdesk.article_day AS d
        WHERE d.article_id = a.article_id AND d.day > (helpdesk.clock() AT TIME ZONE 'UTC')::date - 30
    ), 0)::bigint AS views_in_30_days,
    (SELECT count(*) FROM helpdesk.article_feedback AS f WHERE f.article_id = a.article_id AND f.is_helpful) AS helpful,
    (SELECT count(*) FROM helpdesk.article_feedback AS f WHERE f.article_id = a.article_id AND NOT f.is_helpful)
        AS not_helpful
FROM helpdesk.article AS a
WHERE (SELECT helpdesk.can('articles.edit')) AND helpdesk.token_reads('article_stats');

COMMENT ON VIEW api.article_stats IS
$$How often articles are viewed, and whether they help

For those who edit articles.$$;
COMMENT ON COLUMN api.article_stats.views IS 'Views since ever.';
COMMENT ON COLUMN api.article_stats.views_in_30_days IS 'Views on the last 30 days in UTC.';
COMMENT ON COLUMN api.article_stats.helpful IS 'How many readers it helped.';
COMMENT ON COLUMN api.article_stats.not_helpful IS 'How many readers it did not help.';

GRANT SELECT ON api.article_stats TO agent, admin;
