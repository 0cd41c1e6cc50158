CREATE OR REPLACE FUNCTION helpdesk.article_query(p_text text, p_languages text[]) RETURNS tsquery
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
DECLARE
    v_query tsquery := helpdesk.search_query(p_languages[1], p_text);
    v_last text := p_languages[cardinality(p_languages)];
BEGIN
    IF helpdesk.search_config(v_last) <> helpdesk.search_config(p_languages[1]) THEN
        v_query := v_query || helpdesk.search_query(v_last, p_text);
    END IF;
    RETURN v_query;
END
$$;

COMMENT ON FUNCTION helpdesk.article_query IS
'What to look for in articles: as the first of these languages stems it, or as the last one does.';
