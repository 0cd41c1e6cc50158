CREATE OR REPLACE FUNCTION helpdesk.article_head(p_version helpdesk.article_version) RETURNS tsvector
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
DECLARE
    v_config regconfig := helpdesk.search_config(p_version.language);
BEGIN
    -- HTML is shown as it is written, so it is no tag for the parser, which reads nothing after <script>.
    RETURN setweight(helpdesk.search_words(v_config, translate(p_version.title, '<>', '  ')), 'A')
        || setweight(helpdesk.search_words(
            v_config, translate(concat_ws(' ', p_version.keywords, p_version.summary), '<>', '  ')
        ), 'B');
END
$$;

COMMENT ON FUNCTION helpdesk.article_head IS
'The words of the title of a version with weight A, and of keywords and summary with weight B.';
