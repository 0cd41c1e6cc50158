CREATE OR REPLACE FUNCTION helpdesk.article_excerpt(
    p_version helpdesk.article_version,
    p_query tsquery DEFAULT NULL,
    p_asked text DEFAULT NULL
) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
DECLARE
    v_pattern text := helpdesk.search_pattern(p_query);
    v_body text := translate(helpdesk.plain_text(left(p_version.body, 10000)), '*', '');
    v_summary text := translate(p_version.summary, '*', '');
    v_text text := CASE WHEN v_summary ~* v_pattern OR v_body = '' THEN v_summary ELSE v_body END;
BEGIN
    -- Most hits look like what was asked for; the others are in the title, or written with accents or without spaces.
    IF v_text ~* v_pattern OR octet_length(v_text || p_asked) > length(v_text || p_asked) THEN
        v_text := helpdesk.excerpt_of(
            v_text, v_pattern, helpdesk.search_config(p_version.language), p_query, p_asked
        );
    ELSE
        v_text := regexp_replace(left(coalesce(nullif(v_summary, ''), v_body), 200), '(?<=.{199})\S*$', '');
    END IF;
    -- The text itself has no such marks.
    RETURN regexp_replace(helpdesk.html_text(v_text), '\*\*([^*]+)\*\*', '<mark>\1</mark>', 'g');
END
$$;

COMMENT ON FUNCTION helpdesk.article_excerpt IS
'The part of a version that answers a search, without one its beginning, as HTML: its text escaped, hits in <mark>.';
