CREATE OR REPLACE FUNCTION helpdesk.article_document(p_version helpdesk.article_version) RETURNS tsvector
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
DECLARE
    v_config regconfig := helpdesk.search_config(p_version.language);
    v_body text := translate(p_version.body, '<>', '  ');
    v_headings text := (
        SELECT string_agg(m.found[1], ' ') FROM regexp_matches(v_body, '^#{1,6}[ \t]+(.*)$', 'gn') AS m(found)
    );
BEGIN
    RETURN helpdesk.article_head(p_version)
        || setweight(helpdesk.search_words(v_config, coalesce(left(v_headings, 10000), '')), 'B')
        || helpdesk.search_words(v_config, helpdesk.plain_text(v_body));
END
$$;

COMMENT ON FUNCTION helpdesk.article_document IS
'The words of a version: its head, headings with weight B, its text with D.';
