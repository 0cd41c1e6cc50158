CREATE FUNCTION api.shown_articles(language text DEFAULT NULL) RETURNS SETOF api.shown_article
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT a.article_id, t.language, t.slug, v.title, v.summary, a.category_id, a.position, t.published_at
    FROM helpdesk.article AS a
    CROSS JOIN LATERAL (
        SELECT
            x.language,
            x.slug,
            helpdesk.shown_version_id(x.version_id, x.next_version_id, x.next_at) AS version_id,
            CASE WHEN x.next_at <= helpdesk.clock() THEN x.next_at ELSE x.shown_at END AS published_at
        FROM helpdesk.article_translation AS x
        WHERE x.article_id = a.article_id
            AND helpdesk.shown_version_id(x.version_id, x.next_version_id, x.next_at) IS NOT NULL
        ORDER BY array_position((SELECT helpdesk.article_languages(shown_articles.language)), x.language), x.language
        LIMIT 1
    ) AS t
    JOIN helpdesk.article_version AS v ON v.article_version_id = t.version_id
    WHERE NOT a.is_archived;
END;

COMMENT ON FUNCTION api.shown_articles IS
$$List articles, each in the best language for its reader

Those that are published for the caller; filter and order as any view, for instance category_id=eq.3&order=position.
language: as in rpc/find_article.$$;
GRANT EXECUTE ON FUNCTION api.shown_articles TO anon, customer, agent, admin;
