CREATE OR REPLACE FUNCTION helpdesk.correct_article_query(p_text text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
AS $$
DECLARE
    c_words CONSTANT int := 10;
    v_audiences text[] := helpdesk.my_article_audiences();
    v_categories bigint[] := helpdesk.my_article_category_ids();
    v_text text := lower(helpdesk.fold_accents(normalize(left(p_text, 1000), NFKC)));
    v_word text;
    v_found text[];
    v_texts text[] := ARRAY[v_text, v_text, v_text];
BEGIN
    FOR v_word IN
        SELECT DISTINCT m.found[1]
        FROM regexp_matches(left(v_text, 300), '\m([[:alpha:]]{4,20})\M', 'g') AS m(found)
        WHERE NOT EXISTS (
            SELECT FROM helpdesk.article_word AS w
            WHERE w.word = m.found[1] AND helpdesk.is_shown_word(w, v_audiences, v_categories)
        )
        LIMIT c_words
    LOOP
        v_found := ARRAY(
            SELECT w.word
            FROM helpdesk.article_word AS w
            WHERE w.variants && helpdesk.typo_variants(v_word) AND abs(length(w.word) - length(v_word)) <= 1
                AND helpdesk.is_shown_word(w, v_audiences, v_categories)
            ORDER BY left(w.word, 1) = left(v_word, 1) DESC, w.articles DESC, w.word
            LIMIT 3
        );
        FOR i IN 1..least(3, 3 * cardinality(v_found)) LOOP
            v_texts[i] := regexp_replace(
                v_texts[i], '\m' || v_word || '\M', v_found[least(i, cardinality(v_found))], 'g'
            );
        END LOOP;
    END LOOP;
    RETURN nullif((SELECT string_agg(DISTINCT t.text, ' or ') FROM unnest(v_texts) AS t(text)), v_text);
END
$$;

COMMENT ON FUNCTION helpdesk.correct_article_query IS
'A query in which words of no article that the caller is shown are replaced by those of such articles that differ from '
'them in one letter, the most common first; null where there are none.';
