CREATE OR REPLACE FUNCTION helpdesk.best_translation(p_article_id bigint, p_languages text[])
RETURNS helpdesk.article_translation
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_translation helpdesk.article_translation;
BEGIN
    SELECT * INTO v_translation
    FROM helpdesk.article_translation AS t
    WHERE t.article_id = p_article_id
        AND helpdesk.shown_version_id(t.version_id, t.next_version_id, t.next_at) IS NOT NULL
    ORDER BY array_position(p_languages, t.language), t.language
    LIMIT 1;
    RETURN v_translation;
END
$$;

COMMENT ON FUNCTION helpdesk.best_translation IS
'The translation of an article that shows something, in the best of these languages, else in any; null: none does.';
