CREATE VIEW api.article_versions WITH (security_invoker = true) AS
SELECT
    v.article_version_id,
    v.article_id,
    v.language,
    v.number,
    v.title,
    v.summary,
    v.body,
    v.keywords,
    v.author_id,
    v.created_at,
    v.article_version_id IS NOT DISTINCT FROM helpdesk.shown_version_id(t.version_id, t.next_version_id, t.next_at)
        AS is_shown,
    CASE
        WHEN v.article_version_id = t.next_version_id AND t.next_at > helpdesk.clock() THEN t.next_at
    END AS scheduled_at
FROM helpdesk.article_version AS v
JOIN helpdesk.article_translation AS t USING (article_id, language)
WHERE helpdesk.token_reads('article_versions');

COMMENT ON VIEW api.article_versions IS
$$Versions of articles

Every text that was saved, for staff; the newest of an article and language is its draft as long as another one is
shown. rpc/restore_article_version takes an old one up again.$$;
COMMENT ON COLUMN api.article_versions.is_shown IS 'It is what readers see now.';
COMMENT ON COLUMN api.article_versions.scheduled_at IS 'From when on readers will see it; null: not planned.';

GRANT SELECT ON api.article_versions TO agent, admin;
