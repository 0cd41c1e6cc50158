-- A trigger, so that an address that was published leads on, whoever changes the slug.
CREATE OR REPLACE FUNCTION helpdesk.tg_article_translation__keep_slugs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO helpdesk.article_slug (slug, language, article_id)
        VALUES (OLD.slug, OLD.language, OLD.article_id)
        ON CONFLICT (slug, language) DO UPDATE SET article_id = excluded.article_id;
    END IF;
    DELETE FROM helpdesk.article_slug AS s WHERE s.slug = NEW.slug AND s.language = NEW.language;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_article_translation__keep_slugs IS
'A slug that is given up still leads to its article; one that is taken again is a former one no more.';
