CREATE VIEW api.article_categories WITH (security_invoker = true) AS
SELECT
    c.category_id,
    c.parent_id,
    c.slug,
    c.name,
    c.description,
    c.audience,
    c.position
FROM helpdesk.article_category AS c
WHERE helpdesk.token_reads('article_categories');

COMMENT ON VIEW api.article_categories IS
$$Categories of articles

A tree of at most eight levels. Seen by those who see all that is above; article_category_names has names in other
languages. Raises PD009, PD110.$$;

GRANT SELECT ON api.article_categories TO anon, customer, agent, admin;
GRANT INSERT (category_id, parent_id, slug, name, description, audience, position) ON api.article_categories
    TO agent, admin;
GRANT UPDATE (category_id, parent_id, slug, name, description, audience, position) ON api.article_categories
    TO agent, admin;
GRANT DELETE ON api.article_categories TO agent, admin;
