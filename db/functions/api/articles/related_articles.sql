CREATE FUNCTION api.related_articles(
    article_id bigint,
    language text DEFAULT NULL,
    max_results int DEFAULT 5
) RETURNS SETOF api.shown_article
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_languages text[] := helpdesk.article_languages(related_articles.language);
    v_limit int := least(greatest(coalesce(related_articles.max_results, 5), 1), 20);
    v_shown helpdesk.article_translation;
    v_words tsvector;
BEGIN
    PERFORM helpdesk.require_shown_article(related_articles.article_id);
    v_shown := helpdesk.best_translation(related_articles.article_id, v_languages);
    v_words := (
        SELECT s.document FROM helpdesk.article_search AS s
        WHERE s.article_version_id
            = helpdesk.shown_version_id(v_shown.version_id, v_shown.next_version_id, v_shown.next_at)
    );
    RETURN QUERY
    WITH found AS (
        (
            SELECT l.related_id AS article_id, 1 AS kind, l.position::float8 AS place
            FROM helpdesk.article_link AS l
            WHERE l.article_id = related_articles.article_id
            ORDER BY l.position, l.related_id
            LIMIT 50
        )
        UNION ALL
        SELECT v.article_id, 2, -f.rank
        FROM helpdesk.find_similar_articles(v_words, v_languages, related_articles.article_id, v_limit + 5) AS f
        JOIN helpdesk.article_version AS v USING (article_version_id)
        UNION ALL
        (
            SELECT o.article_id, 3, row_number() OVER (ORDER BY o.position, o.article_id)
            FROM helpdesk.article AS a
            JOIN helpdesk.article AS o USING (category_id)
            WHERE a.article_id = related_articles.article_id AND o.article_id <> a.article_id
                AND NOT o.is_archived AND o.shown_from <= helpdesk.clock()
            ORDER BY o.position, o.article_id
            LIMIT 50
        )
    ),
    best AS (
        SELECT DISTINCT ON (f.article_id) f.article_id, f.kind, f.place FROM found AS f ORDER BY f.article_id, f.kind
    )
    SELECT a.article_id, t.language, t.slug, v.title, v.summary, a.category_id, a.position,
        CASE WHEN t.next_at <= helpdesk.clock() THEN t.next_at ELSE t.shown_at END
    FROM best AS b
    JOIN helpdesk.article AS a USING (article_id)
    CROSS JOIN LATERAL helpdesk.best_translation(a.article_id, v_languages) AS t
    JOIN helpdesk.article_version AS v
        ON v.article_version_id = helpdesk.shown_version_id(t.version_id, t.next_version_id, t.next_at)
    WHERE NOT a.is_archived AND a.shown_from <= helpdesk.clock() AND helpdesk.can_see_article(a)
    ORDER BY b.kind, b.place, a.article_id
    LIMIT v_limit;
END
$$;

COMMENT ON FUNCTION api.related_articles IS
$$Articles to read after one

Those that editors want there (/rest/article_links), then those that have rare words in common with it, then others of
its category; 5, at most 20, that are published for the caller. language: as in rpc/find_article. Raises PD001.$$;
GRANT EXECUTE ON FUNCTION api.related_articles TO anon, customer, agent, admin;
