CREATE VIEW api.article_audiences WITH (security_invoker = true) AS
SELECT
    a.audience,
    a.name,
    a.reach
FROM helpdesk.article_audience AS a
WHERE helpdesk.token_reads('article_audiences');

COMMENT ON VIEW api.article_audiences IS
$$Audiences of articles

Who may read articles and categories, by name. public, customers and staff come with pgdesk; of others, reach
organisations or departments with rows in article_audience_organisations or article_audience_departments. They are for
those who may publish articles.$$;

GRANT SELECT, DELETE ON api.article_audiences TO agent, admin;
GRANT INSERT (audience, name, reach), UPDATE (audience, name, reach) ON api.article_audiences TO agent, admin;
