-- Of the most common words there are tens of thousands of hits: some hundred of them are sifted by their short rows,
-- fifty read. What has all words in its head goes first, so that texts are looked at only where that is too little.
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
    c_sifted CONSTANT int := 500;
    c_read CONSTANT int := 50;
    v_tree text := coalesce(querytree(p_query), 'T');
    v_words tsquery;
    v_any tsquery;
    v_audiences text[] := helpdesk.my_article_audiences();
    v_categories bigint[] := helpdesk.my_article_category_ids();
    v_now timestamptz := helpdesk.clock();
    v_ids bigint[];
BEGIN
    IF v_tree IN ('', 'T') THEN
        RETURN;
    END IF;
    -- The indexes know words, not their order, nor what is not wanted: that is checked in what is read.
    v_words := regexp_replace(v_tree, '<(-|[0-9]+)>', '&', 'g');
    v_any := v_words || v_words;
    v_ids := ARRAY(
        SELECT s.article_version_id
        FROM (
            SELECT o.article_version_id, o.head, o.document
            FROM helpdesk.article_search AS o
            WHERE o.head @@ v_words
                AND o.audience = ANY (v_audiences)
                AND (o.category_id IS NULL OR o.category_id = ANY (v_categories))
                AND (p_category_ids IS NULL OR o.category_id = ANY (p_category_ids))
                AND o.shown_from <= v_now AND (o.shown_until IS NULL OR o.shown_until > v_now)
            LIMIT c_sifted
        ) AS s
        WHERE v_words = p_query OR s.document @@ p_query
        ORDER BY ts_rank('{0.1, 0.2, 0.4, 1.0}', s.head, v_any, 1) DESC
        LIMIT c_read
    );
    IF cardinality(v_ids) < p_limit THEN
        v_ids := v_ids || ARRAY(
            SELECT s.article_version_id
            FROM (
                SELECT o.article_version_id, o.head, o.document
                FROM helpdesk.article_search AS o
                WHERE o.document @@ v_words
                    AND o.article_version_id <> ALL (v_ids)
                    AND o.audience = ANY (v_audiences)
                    AND (o.category_id IS NULL OR o.category_id = ANY (v_categories))
                    AND (p_category_ids IS NULL OR o.category_id = ANY (p_category_ids))
                    AND o.shown_from <= v_now AND (o.shown_until IS NULL OR o.shown_until > v_now)
                LIMIT c_sifted
            ) AS s
            WHERE v_words = p_query OR s.document @@ p_query
            ORDER BY ts_rank('{0.1, 0.2, 0.4, 1.0}', s.head, v_any, 1) DESC
            LIMIT c_read
        );
    END IF;
    RETURN QUERY
    SELECT b.article_version_id, b.rank::real
    FROM (
        SELECT DISTINCT ON (r.article_id) r.article_version_id, r.rank / (1 + r.place) AS rank
        FROM (
            SELECT
                s.article_version_id,
                s.article_id,
                coalesce(array_position(p_languages, s.language), 9) AS place,
                ts_rank('{0.1, 0.2, 0.4, 1.0}', s.document, p_query, 1) AS rank
            FROM helpdesk.article_search AS s
            WHERE s.article_version_id = ANY (v_ids)
        ) AS r
        ORDER BY r.article_id, r.place, r.rank DESC
    ) AS b
    ORDER BY b.rank DESC, b.article_version_id
    LIMIT p_limit;
END
$$;

COMMENT ON FUNCTION helpdesk.find_articles IS
'Versions that match and are shown to the caller, best first, each article in the best of the languages in which it '
'matches. p_category_ids: only in these; null: in all and in none.';
