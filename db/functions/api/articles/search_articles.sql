CREATE FUNCTION api.search_articles(
    query text,
    language text DEFAULT NULL,
    category_id bigint DEFAULT NULL,
    max_results int DEFAULT 10
) RETURNS SETOF api.found_article
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_asked text := left(search_articles.query, 300);
    v_languages text[] := helpdesk.article_languages(search_articles.language);
    v_limit int := least(greatest(coalesce(search_articles.max_results, 10), 1), 50);
    v_query tsquery := helpdesk.article_query(v_asked, v_languages);
    v_category_ids bigint[];
    v_ids bigint[];
    v_ranks real[];
    v_is_exact boolean := true;
BEGIN
    IF coalesce(v_asked, '') !~ '\S' THEN
        PERFORM helpdesk.refuse('PD006', 'query is empty');
    END IF;
    IF search_articles.category_id IS NOT NULL THEN
        v_category_ids := ARRAY(
            WITH RECURSIVE below AS (
                SELECT search_articles.category_id
                UNION ALL
                SELECT c.category_id FROM below AS b
                JOIN helpdesk.article_category AS c ON c.parent_id = b.category_id
            )
            SELECT b.category_id FROM below AS b
        );
    END IF;
    SELECT array_agg(f.article_version_id), array_agg(f.rank) INTO v_ids, v_ranks
    FROM helpdesk.find_articles(v_query, v_languages, v_category_ids, v_limit) AS f;
    IF v_ids IS NULL THEN
        v_query := helpdesk.article_query(helpdesk.correct_article_query(v_asked), v_languages);
        SELECT array_agg(f.article_version_id), array_agg(f.rank) INTO v_ids, v_ranks
        FROM helpdesk.find_articles(v_query, v_languages, v_category_ids, v_limit) AS f;
    END IF;
    IF v_ids IS NULL THEN
        PERFORM helpdesk.note_article_gap(v_asked, v_languages[1]);
        v_is_exact := false;
        v_query := helpdesk.article_query(regexp_replace(v_asked, '\s+', ' or ', 'g'), v_languages);
        SELECT array_agg(f.article_version_id), array_agg(f.rank) INTO v_ids, v_ranks
        FROM helpdesk.find_similar_articles(
            helpdesk.words_of_text(v_asked, v_languages[1]), v_languages, NULL, v_limit
        ) AS f;
    END IF;
    RETURN QUERY
    SELECT
        v.article_id, v.language, t.slug, v.title, helpdesk.article_excerpt(v, v_query, v_asked), a.category_id,
        a.audience, v_is_exact, f.rank
    FROM unnest(v_ids, v_ranks) AS f(article_version_id, rank)
    JOIN helpdesk.article_version AS v USING (article_version_id)
    JOIN helpdesk.article_translation AS t USING (article_id, language)
    JOIN helpdesk.article AS a USING (article_id)
    WHERE search_articles.category_id IS NULL OR a.category_id = ANY (v_category_ids)
    ORDER BY f.rank DESC, v.article_id;
END
$$;

COMMENT ON FUNCTION api.search_articles IS
$$Search articles

query as in rpc/search: words, "phrases", or, -not, word*; the last word also counts as a beginning, words of Chinese,
Japanese, Korean or Thai are found in running text. Where nothing is written so, a letter too many, too few, wrong or
exchanged does not matter; where no article has all words, those are found that have rare ones of them, is_exact false.
Best first: title, then keywords, summary and headings, then text; in language (as in rpc/find_article) before others,
each article once; 10, at most 50. category_id: also below it. Only what is published for the caller. Searches by POST
that find nothing are counted, without the caller: /rest/article_gaps. Raises PD006.$$;
GRANT EXECUTE ON FUNCTION api.search_articles TO anon, customer, agent, admin;
