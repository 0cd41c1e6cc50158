CREATE FUNCTION api.shown_categories(language text DEFAULT NULL) RETURNS SETOF api.shown_category
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT c.category_id, c.parent_id, c.slug, n.language, coalesce(n.name, c.name),
        CASE WHEN n.category_id IS NULL THEN c.description ELSE n.description END, c.position,
        -- Not counted where it is not selected.
        (
            SELECT count(*)
            FROM helpdesk.article AS a
            WHERE a.category_id = c.category_id AND NOT a.is_archived AND a.shown_from <= helpdesk.clock()
        )
    FROM helpdesk.article_category AS c
    LEFT JOIN LATERAL (
        SELECT x.category_id, x.language, x.name, x.description
        FROM helpdesk.article_category_name AS x
        WHERE x.category_id = c.category_id
            AND x.language = ANY ((SELECT helpdesk.article_languages(shown_categories.language))::text[])
        ORDER BY array_position((SELECT helpdesk.article_languages(shown_categories.language)), x.language)
        LIMIT 1
    ) AS n ON true;
END;

COMMENT ON FUNCTION api.shown_categories IS
$$List categories of articles, each in the best language for its reader

Those that the caller sees, a tree by parent_id; filter and order as any view, for instance order=position,name.
articles counts what is published for the caller. language: as in rpc/find_article.$$;
GRANT EXECUTE ON FUNCTION api.shown_categories TO anon, customer, agent, admin;
