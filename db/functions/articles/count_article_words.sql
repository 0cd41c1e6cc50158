CREATE OR REPLACE FUNCTION helpdesk.count_article_words() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_rows bigint;
BEGIN
    WITH counted AS MATERIALIZED (
        SELECT s.word, s.ndoc AS articles FROM ts_stat('SELECT document FROM helpdesk.article_search') AS s
    ),
    gone AS (
        DELETE FROM helpdesk.article_word AS w
        WHERE NOT EXISTS (SELECT FROM counted AS c WHERE c.word = w.word)
        RETURNING 1
    ),
    changed AS (
        UPDATE helpdesk.article_word AS w SET articles = c.articles
        FROM counted AS c
        WHERE c.word = w.word AND c.articles <> w.articles
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM changed) INTO v_rows;
    RETURN v_rows;
END
$$;

COMMENT ON FUNCTION helpdesk.count_article_words IS
'Counts in how many versions each word is, and forgets those that are in none; returns how many rows it changed.';
GRANT EXECUTE ON FUNCTION helpdesk.count_article_words TO worker;
