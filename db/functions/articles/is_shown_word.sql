CREATE OR REPLACE FUNCTION helpdesk.is_shown_word(
    p_word helpdesk.article_word,
    p_audiences text[],
    p_categories bigint[]
)
RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    c_common CONSTANT int := 500;
    v_now timestamptz := helpdesk.clock();
BEGIN
    -- What hundreds of articles say is no secret, and would take long to look up.
    RETURN p_word.articles > c_common OR EXISTS (
        SELECT
        FROM helpdesk.article_search AS s
        WHERE s.document @@ format('%L', p_word.word)::tsquery
            AND s.audience = ANY (p_audiences)
            AND (s.category_id IS NULL OR s.category_id = ANY (p_categories))
            AND s.shown_from <= v_now AND (s.shown_until IS NULL OR s.shown_until > v_now)
    );
END
$$;

COMMENT ON FUNCTION helpdesk.is_shown_word IS
'Whether an article of these audiences and categories that is shown now has the word: words of other articles change '
'nothing of what is found.';
