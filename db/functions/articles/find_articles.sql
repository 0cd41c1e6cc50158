-- No more than some hundred hits are ranked: of the most common words any of them, those in titles first.
CREATE OR REPLACE FUNCTION helpdesk.find_articles(
    p_query tsquery,
    p_languages text[],
    p_category_ids bigint[],
    p_limit int
) RETURNS TABLE (article_version_id bigint, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = ''
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
AS $$
#variable_conflict use_column
DECLARE
    c_most CONSTANT int := 400;
    v_audiences text[] := helpdesk.my_article_audiences();
    v_categories bigint[] := helpdesk.my_article_category_ids();
    v_now timestamptz := helpdesk.clock();
    v_has_unwanted boolean := p_query::text LIKE '%!%';
BEGIN
    RETURN QUERY
    WITH hit AS MATERIALIZED (
        (
            SELECT s.article_version_id
            FROM helpdesk.article_search AS s
            WHERE s.head @@ p_query
                -- What is not wanted may be in the text.
                AND (NOT v_has_unwanted OR s.document @@ p_query)
                AND s.audience = ANY (v_audiences)
                AND (s.category_id IS NULL OR s.category_id = ANY (v_categories))
                AND (p_category_ids IS NULL OR s.category_id = ANY (p_category_ids))
                AND s.shown_from <= v_now AND (s.shown_until IS NULL OR s.shown_until > v_now)
            LIMIT c_most
        )
        UNION
        (
            SELECT s.article_version_id
            FROM helpdesk.article_search AS s
            WHERE s.document @@ p_query
                AND s.audience = ANY (v_audiences)
                AND (s.category_id IS NULL OR s.category_id = ANY (v_categories))
                AND (p_category_ids IS NULL OR s.category_id = ANY (p_category_ids))
                AND s.shown_from <= v_now AND (s.shown_until IS NULL OR s.shown_until > v_now)
            LIMIT c_most
        )
    ),
    ranked AS (
        SELECT
            s.article_version_id,
            s.article_id,
            coalesce(array_position(p_languages, s.language), 9) AS place,
            ts_rank('{0.1, 0.2, 0.4, 1.0}', s.document, p_query, 1) AS rank
        FROM hit AS h
        JOIN helpdesk.article_search AS s USING (article_version_id)
    ),
    best AS (
        SELECT DISTINCT ON (r.article_id) r.article_version_id, r.rank / (1 + r.place) AS rank
        FROM ranked AS r
        ORDER BY r.article_id, r.place, r.rank DESC
    )
    SELECT b.article_version_id, b.rank::real
    FROM best AS b
    ORDER BY b.rank DESC, b.article_version_id
    LIMIT p_limit;
END
$$;

COMMENT ON FUNCTION helpdesk.find_articles IS
'Versions that match and are shown to the caller, best first, each article in the best of the languages in which it '
'matches. p_category_ids: only in these; null: in all and in none.';
