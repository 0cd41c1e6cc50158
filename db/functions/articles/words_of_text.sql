CREATE OR REPLACE FUNCTION helpdesk.words_of_text(p_text text, p_language text) RETURNS tsvector
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
DECLARE
    v_text text := helpdesk.search_text(left(p_text, 5000));
BEGIN
    RETURN to_tsvector(helpdesk.search_config(p_language), helpdesk.fold_accents(v_text)) || CASE
        WHEN octet_length(v_text) > length(v_text) THEN helpdesk.search_grams(v_text) ELSE ''
    END;
END
$$;

COMMENT ON FUNCTION helpdesk.words_of_text IS
'The words of the beginning of a text that mean something in its language, as articles are found by them.';
