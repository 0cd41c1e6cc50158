CREATE OR REPLACE FUNCTION helpdesk.article_languages(p_language text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_language text := coalesce(
        nullif(left(p_language, 100), ''),
        (SELECT p.language FROM helpdesk.person AS p WHERE p.person_id = helpdesk.me())
    );
BEGIN
    RETURN array_remove(
        ARRAY[v_language, split_part(v_language, '-', 1), helpdesk.setting_text('articles_language')], NULL
    );
END
$$;

COMMENT ON FUNCTION helpdesk.article_languages IS
'In which languages to look for an article, best first: the one asked for or the caller''s own, it without its region, '
'and that of setting articles_language. After these, any.';
GRANT EXECUTE ON FUNCTION helpdesk.article_languages TO anon, customer, agent, admin;
