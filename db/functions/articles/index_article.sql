CREATE OR REPLACE FUNCTION helpdesk.index_article(p_article_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_recipe text := helpdesk.search_recipe();
BEGIN
    WITH wanted AS (
        SELECT
            w.version_id, t.language, a.audience, a.category_id, min(w.shown_from) AS shown_from,
            CASE WHEN count(*) = 1 THEN min(w.shown_until) END AS shown_until
        FROM helpdesk.article AS a
        JOIN helpdesk.article_translation AS t USING (article_id)
        CROSS JOIN LATERAL (VALUES
            (t.version_id, t.shown_at, t.next_at), (t.next_version_id, t.next_at, NULL)
        ) AS w(version_id, shown_from, shown_until)
        WHERE a.article_id = p_article_id AND NOT a.is_archived AND w.version_id IS NOT NULL
        GROUP BY w.version_id, t.language, a.audience, a.category_id
    ),
    gone AS (
        DELETE FROM helpdesk.article_search AS s
        WHERE s.article_id = p_article_id
            AND s.article_version_id NOT IN (SELECT w.version_id FROM wanted AS w)
    )
    INSERT INTO helpdesk.article_search AS s (
        article_version_id, article_id, language, audience, category_id, shown_from, shown_until, recipe, head, document
    )
    SELECT
        w.version_id, p_article_id, w.language, w.audience, w.category_id, w.shown_from, w.shown_until, v_recipe,
        helpdesk.article_head(v),
        coalesce(
            (SELECT o.document FROM helpdesk.article_search AS o
             WHERE o.article_version_id = w.version_id AND o.recipe = v_recipe),
            helpdesk.article_document(v)
        )
    FROM wanted AS w
    JOIN helpdesk.article_version AS v ON v.article_version_id = w.version_id
    ON CONFLICT (article_version_id) DO UPDATE SET
        audience = excluded.audience, category_id = excluded.category_id, shown_from = excluded.shown_from,
        shown_until = excluded.shown_until, recipe = excluded.recipe, head = excluded.head,
        document = excluded.document;
END
$$;

COMMENT ON FUNCTION helpdesk.index_article IS
'Keeps the words of the versions of an article that are shown or will be.';
