CREATE VIEW api.article_translations WITH (security_invoker = true) AS
SELECT
    t.article_id,
    t.language,
    t.slug,
    v.article_version_id,
    v.title,
    v.summary,
    v.body,
    CASE WHEN t.next_at <= helpdesk.clock() THEN t.next_at ELSE t.shown_at END AS published_at
FROM helpdesk.article_translation AS t
LEFT JOIN helpdesk.article_version AS v
    ON v.article_version_id = helpdesk.shown_version_id(t.version_id, t.next_version_id, t.next_at)
WHERE helpdesk.token_reads('article_translations');

COMMENT ON VIEW api.article_translations IS
$$Articles by language, as they are shown now

Staff also see languages that show nothing yet: version, texts and published_at are null. GET /articles/{slug} has the
body as HTML.$$;
COMMENT ON COLUMN api.article_translations.published_at IS 'Since when this version is shown.';

GRANT SELECT ON api.article_translations TO anon, customer, agent, admin;
