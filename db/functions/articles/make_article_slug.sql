CREATE OR REPLACE FUNCTION helpdesk.make_article_slug(p_title text, p_language text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_words text := regexp_replace(lower(helpdesk.fold_accents(normalize(p_title, NFKC))), '[^[:alnum:]]+', '-', 'g');
    v_base text := coalesce(nullif(btrim(left(btrim(v_words, '-'), 80), '-'), ''), 'article');
    v_slug text := v_base;
    v_number int := 1;
BEGIN
    WHILE EXISTS (
        SELECT FROM helpdesk.article_translation AS t WHERE t.slug = v_slug AND t.language = p_language
    ) LOOP
        v_number := v_number + 1;
        -- Of the same title many times over, the thousandth is not looked for among all.
        v_slug := v_base || '-' || CASE WHEN v_number < 20 THEN v_number ELSE floor(random() * 1e9)::bigint END;
    END LOOP;
    RETURN v_slug;
END
$$;

COMMENT ON FUNCTION helpdesk.make_article_slug IS
'A slug of the words of a title that no article of this language has; a number behind it makes it unique.';
