-- A trigger, of a statement: many articles at once bring each word once. In order, so that two writers do not wait for
-- each other in a circle.
CREATE OR REPLACE FUNCTION helpdesk.tg_article_search__keep_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    INSERT INTO helpdesk.article_word (word, variants)
    SELECT w.word, helpdesk.typo_variants(w.word)
    FROM (
        SELECT DISTINCT u.lexeme AS word
        FROM new_row AS n
        CROSS JOIN LATERAL unnest(n.document) AS u
        WHERE length(u.lexeme) BETWEEN 2 AND 60
            AND NOT EXISTS (SELECT FROM helpdesk.article_word AS o WHERE o.word = u.lexeme)
    ) AS w
    ORDER BY w.word
    ON CONFLICT (word) DO NOTHING;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_article_search__keep_words IS
'Words that no article had so far are known from now on; count_article_words counts them.';
