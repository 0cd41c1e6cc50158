CREATE VIEW api.article_category_names WITH (security_invoker = true) AS
SELECT
    n.category_id,
    n.language,
    n.name,
    n.description
FROM helpdesk.article_category_name AS n
WHERE helpdesk.token_reads('article_category_names');

COMMENT ON VIEW api.article_category_names IS
$$Categories of articles as they are called in other languages$$;

GRANT SELECT ON api.article_category_names TO anon, customer, agent, admin;
GRANT INSERT (category_id, language, name, description) ON api.article_category_names TO agent, admin;
GRANT UPDATE (category_id, language, name, description) ON api.article_category_names TO agent, admin;
GRANT DELETE ON api.article_category_names TO agent, admin;
