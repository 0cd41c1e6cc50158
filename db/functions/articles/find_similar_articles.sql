-- Rare words say what a text is about: those are looked up that few articles have, until some thousand hits are found.
CREATE OR REPLACE FUNCTION helpdesk.find_similar_articles(
    p_words tsvector,
    p_languages text[],
    p_without_id bigint,
    p_limit int
) RETURNS TABLE (article_version_id bigint, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10 SET search_path = ''
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
AS $$
#variable_conflict use_column
DECLARE
    c_words CONSTANT int := 24;
    c_hits CONSTANT int := 3000;
    v_audiences text[] := helpdesk.my_article_audiences();
    v_categories bigint[] := helpdesk.my_article_category_ids();
    v_now timestamptz := helpdesk.clock();
    v_all float8 := greatest(
        (SELECT c.reltuples FROM pg_catalog.pg_class AS c WHERE c.oid = 'helpdesk.article_search'::regclass), 10
    );
BEGIN
    RETURN QUERY
    WITH shown AS (
        SELECT k.word, k.articles
        FROM (
            SELECT w.word, w.articles, w AS known
            FROM unnest(tsvector_to_array(p_words)) AS u(word)
            JOIN helpdesk.article_word AS w USING (word)
            WHERE w.articles <= greatest(v_all / 4, 20) AND (p_without_id IS NULL OR w.articles > 1)
            ORDER BY w.articles, w.word
            OFFSET 0
        ) AS k
        WHERE helpdesk.is_shown_word(k.known, v_audiences, v_categories)
        LIMIT c_words
    ),
    known AS (
        SELECT k.word, k.articles, sum(k.articles) OVER (ORDER BY k.articles, k.word) AS hits FROM shown AS k
    ),
    rare AS MATERIALIZED (
        SELECT k.word, format('%L', k.word)::tsquery AS query
        FROM known AS k
        WHERE k.hits <= greatest(c_hits, (SELECT min(f.articles) FROM known AS f))
    ),
    hit AS (
        SELECT
            r.word, f.article_version_id, f.article_id, f.language, f.is_in_head,
            ln(1 + v_all / count(*) OVER (PARTITION BY r.word)) AS weight
        FROM rare AS r
        CROSS JOIN LATERAL (
            SELECT s.article_version_id, s.article_id, s.language, s.head @@ r.query AS is_in_head
            FROM helpdesk.article_search AS s
            WHERE s.document @@ r.query
                AND s.audience = ANY (v_audiences)
                AND (s.category_id IS NULL OR s.category_id = ANY (v_categories))
                AND s.shown_from <= v_now AND (s.shown_until IS NULL OR s.shown_until > v_now)
            LIMIT 2000
        ) AS f
        WHERE f.article_id IS DISTINCT FROM p_without_id
    ),
    scored AS (
        SELECT
            h.article_version_id,
            h.article_id,
            coalesce(array_position(p_languages, h.language), 9) AS place,
            sum(CASE WHEN h.is_in_head THEN 3 * h.weight ELSE h.weight END) AS rank
        FROM hit AS h
        GROUP BY h.article_version_id, h.article_id, h.language
        HAVING count(*) > 1 OR bool_or(h.is_in_head) OR (SELECT count(DISTINCT o.word) FROM hit AS o) = 1
    ),
    best AS (
        SELECT DISTINCT ON (s.article_id) s.article_version_id, s.rank / (1 + s.place) AS rank
        FROM scored AS s
        ORDER BY s.article_id, s.place
    )
    SELECT b.article_version_id, b.rank::real
    FROM best AS b
    ORDER BY b.rank DESC, b.article_version_id
    LIMIT p_limit;
END
$$;

COMMENT ON FUNCTION helpdesk.find_similar_articles IS
'Versions shown to the caller that have rare words of a text in common with it: two at least, one in their title, '
'or the only one. p_without_id: not this article.';
