-- Triggers, since a generated column sees no other table.
CREATE OR REPLACE FUNCTION helpdesk.tg_article__index_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.index_article(NEW.article_id);
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_article__index_words IS
'An article is found by what it shows, by those who may read it, whoever changes that.';
