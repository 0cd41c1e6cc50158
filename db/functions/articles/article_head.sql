CREATE OR REPLACE FUNCTION helpdesk.article_head(p_version helpdesk.article_version) RETURNS tsvector
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
BEGIN
    RETURN helpdesk.search_words(
        helpdesk.search_config(p_version.language),
        translate(concat_ws(' ', p_version.title, p_version.keywords), '<>', '  ')
    );
END
$$;

COMMENT ON FUNCTION helpdesk.article_head IS 'The words of title and keywords of a version.';
