CREATE OR REPLACE FUNCTION helpdesk.article_document(p_version helpdesk.article_version) RETURNS tsvector
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
DECLARE
    v_config regconfig := helpdesk.search_config(p_version.language);
    -- HTML is shown as it is written, so it is no tag for the parser, which reads nothing after <script>.
    v_title text := translate(p_version.title, '<>', '  ');
    v_body text := translate(p_version.body, '<>', '  ');
    v_about text := translate(concat_ws(' ', p_version.keywords, p_version.summary), '<>', '  ');
    v_headings text := (
        SELECT string_agg(m.found[1], ' ') FROM regexp_matches(v_body, '^#{1,6}[ \t]+(.*)$', 'gn') AS m(found)
    );
BEGIN
    RETURN setweight(helpdesk.search_words(v_config, v_title), 'A')
        || setweight(helpdesk.search_words(v_config, concat_ws(' ', v_about, left(v_headings, 10000))), 'B')
        || helpdesk.search_words(v_config, helpdesk.plain_text(v_body));
END
$$;

COMMENT ON FUNCTION helpdesk.article_document IS
'The words of a version: of its title with weight A, of keywords, summary and headings B, of its text D.';
