-- A trigger: the number is one more than the newest, counted under the lock of the translation.
CREATE OR REPLACE FUNCTION helpdesk.tg_article_version__number() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM FROM helpdesk.article_translation AS t
    WHERE (t.article_id, t.language) = (NEW.article_id, NEW.language)
    FOR NO KEY UPDATE;
    NEW.number := 1 + coalesce((
        SELECT max(v.number) FROM helpdesk.article_version AS v
        WHERE (v.article_id, v.language) = (NEW.article_id, NEW.language)
    ), 0);
    NEW.author_id := coalesce(NEW.author_id, helpdesk.me());
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_article_version__number IS
'Numbers the versions of an article in a language, also when two are saved at once, and says who saved them.';
