CREATE OR REPLACE FUNCTION helpdesk.article_excerpt(p_version helpdesk.article_version, p_query tsquery, p_asked text)
RETURNS text
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
DECLARE
    v_pattern text := helpdesk.search_pattern(p_query);
    v_body text := helpdesk.plain_text(left(p_version.body, 20000));
    v_text text := CASE
        WHEN p_version.summary ~* v_pattern OR v_body = '' THEN p_version.summary ELSE v_body
    END;
BEGIN
    -- What the text says is escaped; the marks of hits, of which it has none of its own, then become elements.
    v_text := helpdesk.excerpt_of(
        translate(v_text, '*', ''), v_pattern, helpdesk.search_config(p_version.language), p_query, p_asked
    );
    v_text := replace(replace(replace(replace(replace(
        v_text, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), '''', '&#39;');
    RETURN regexp_replace(v_text, '\*\*([^*]+)\*\*', '<mark>\1</mark>', 'g');
END
$$;

COMMENT ON FUNCTION helpdesk.article_excerpt IS
'The part of a version that answers a search, as HTML: its text escaped, hits in <mark>.';
