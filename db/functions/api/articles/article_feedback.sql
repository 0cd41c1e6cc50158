CREATE VIEW api.article_feedback WITH (security_invoker = true) AS
SELECT
    f.article_feedback_id,
    f.article_id,
    f.person_id,
    f.language,
    f.is_helpful,
    f.comment,
    f.updated_at
FROM helpdesk.article_feedback AS f
WHERE helpdesk.token_reads('article_feedback');

COMMENT ON VIEW api.article_feedback IS
$$Whether articles helped, and what readers add

For those who edit articles. person_id is null where a guest said it. Write with rpc/rate_article.$$;

GRANT SELECT ON api.article_feedback TO agent, admin;
