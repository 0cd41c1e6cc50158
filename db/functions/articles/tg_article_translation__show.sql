-- A trigger, so that policies ask the article's own row, whoever publishes.
CREATE OR REPLACE FUNCTION helpdesk.tg_article_translation__show() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_article_id bigint := coalesce(NEW.article_id, OLD.article_id);
BEGIN
    -- First the lock: what another translation's writer is about to say then counts.
    PERFORM FROM helpdesk.article AS a WHERE a.article_id = v_article_id FOR NO KEY UPDATE;
    UPDATE helpdesk.article AS a
    SET shown_from = s.shown_from
    FROM (
        SELECT min(least(t.shown_at, t.next_at)) AS shown_from
        FROM helpdesk.article_translation AS t
        WHERE t.article_id = v_article_id
    ) AS s
    WHERE a.article_id = v_article_id AND a.shown_from IS DISTINCT FROM s.shown_from;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_article_translation__show IS
'Keeps from when on an article is shown in any language.';
