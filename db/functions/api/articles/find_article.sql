CREATE FUNCTION api.find_article(
    slug text DEFAULT NULL,
    language text DEFAULT NULL,
    article_id bigint DEFAULT NULL
) RETURNS api.article_page
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_languages text[] := helpdesk.article_languages(find_article.language);
    v_slug text := lower(find_article.slug);
    v_article helpdesk.article;
    v_shown helpdesk.article_translation;
    v_page api.article_page;
BEGIN
    -- Of several articles with this slug, in one language each, the one of the best language that the caller sees.
    FOR v_article IN
        SELECT a.*
        FROM (
            SELECT t.article_id, t.language, 1 AS place
            FROM helpdesk.article_translation AS t WHERE t.slug = v_slug
            UNION ALL
            SELECT s.article_id, s.language, 2 FROM helpdesk.article_slug AS s WHERE s.slug = v_slug
            UNION ALL
            SELECT find_article.article_id, NULL, 0
        ) AS f
        JOIN helpdesk.article AS a USING (article_id)
        WHERE find_article.article_id IS NULL OR a.article_id = find_article.article_id
        ORDER BY f.place, array_position(v_languages, f.language), f.language
    LOOP
        IF helpdesk.can_see_article(v_article) THEN
            v_shown := helpdesk.best_translation(v_article.article_id, v_languages);
            SELECT
                v_article.article_id, v.language, v_shown.slug, v_slug <> ALL (ARRAY(
                    SELECT o.slug FROM helpdesk.article_translation AS o WHERE o.article_id = v_article.article_id
                )),
                v.article_version_id, v.title, v.summary, v.body, v_article.category_id,
                CASE WHEN v_shown.next_at <= helpdesk.clock() THEN v_shown.next_at ELSE v_shown.shown_at END,
                ARRAY(
                    SELECT o.language FROM helpdesk.article_translation AS o
                    WHERE o.article_id = v_article.article_id
                        AND helpdesk.shown_version_id(o.version_id, o.next_version_id, o.next_at) IS NOT NULL
                    ORDER BY o.language
                )
            INTO v_page
            FROM helpdesk.article_version AS v
            WHERE v.article_version_id
                = helpdesk.shown_version_id(v_shown.version_id, v_shown.next_version_id, v_shown.next_at);
            IF FOUND THEN
                v_page.is_former_slug := coalesce(v_page.is_former_slug, false);
                RETURN v_page;
            END IF;
        END IF;
    END LOOP;
    PERFORM helpdesk.refuse(
        'PD001',
        format('article %s not found', coalesce(left(find_article.slug, 100), find_article.article_id::text, 'null'))
    );
END
$$;

COMMENT ON FUNCTION api.find_article IS
$$Find an article by its slug or id

slug: also a former one, then is_former_slug is true and slug the present one. language: in which it is shown where it
can be, else in the base language of a region (pt of pt-BR), in that of setting articles_language, in any; without it
the caller's own. Raises PD001.$$;
GRANT EXECUTE ON FUNCTION api.find_article TO anon, customer, agent, admin;
