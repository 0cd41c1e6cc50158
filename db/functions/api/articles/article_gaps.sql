CREATE VIEW api.article_gaps WITH (security_invoker = true) AS
SELECT
    g.day,
    g.query,
    g.language,
    g.asked_by,
    g.searches
FROM helpdesk.article_gap AS g
WHERE helpdesk.token_reads('article_gaps');

COMMENT ON VIEW api.article_gaps IS
$$Searches that found no article, by day

What is to be written, or called by other words (keywords of rpc/save_article). For those who edit articles.$$;

GRANT SELECT ON api.article_gaps TO agent, admin;
