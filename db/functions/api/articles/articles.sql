CREATE VIEW api.articles WITH (security_invoker = true) AS
SELECT
    a.article_id,
    a.category_id,
    a.audience,
    a.position,
    a.is_archived,
    CASE
        WHEN a.is_archived THEN 'archived'
        WHEN a.shown_from <= helpdesk.clock() THEN 'published'
        WHEN a.shown_from IS NOT NULL THEN 'scheduled'
        ELSE 'draft'
    END AS status,
    a.shown_from,
    a.created_at
FROM helpdesk.article AS a
WHERE helpdesk.token_reads('articles');

COMMENT ON VIEW api.articles IS
$$Articles of the knowledge base

What holds in all languages; article_translations has the texts, rpc/shown_articles each article in the reader's best
language. Customers and guests see those that are published for them, staff also drafts, scheduled and archived ones.
rpc/save_article and rpc/publish_article write; who may publish also changes category, audience, position, is_archived
here, and deletes. Raises PD009.$$;
COMMENT ON COLUMN api.articles.status IS
'draft: no language shows a version; scheduled: one will; published; archived.';

GRANT SELECT ON api.articles TO anon, customer, agent, admin;
GRANT UPDATE (article_id, category_id, audience, position, is_archived) ON api.articles TO agent, admin;
GRANT DELETE ON api.articles TO agent, admin;
