CREATE OR REPLACE FUNCTION helpdesk.search_query(p_language text, p_text text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE SET search_path = ''
AS $$
DECLARE
    v_plain tsquery := websearch_to_tsquery('pg_catalog.simple', p_text);
    v_query tsquery := v_plain || websearch_to_tsquery(helpdesk.search_config(p_language), p_text);
BEGIN
    -- The last word may be unfinished; from three letters on it counts as a beginning.
    IF p_text ~ '(^|\s)[[:alnum:]_]{3,}$' AND v_plain::text ~ '(^|[ (])''[^'']+''$' THEN
        v_query := v_query || (v_plain::text || ':*')::tsquery;
    END IF;
    RETURN v_query;
END
$$;

COMMENT ON FUNCTION helpdesk.search_query IS
'Words, "phrases", or, -not as in a web search; as they are, as the language stems them, the last one also as a '
'prefix.';
