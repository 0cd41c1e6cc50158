CREATE OR REPLACE FUNCTION helpdesk.lock_article(p_article_id bigint, p_permission text) RETURNS helpdesk.article
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_article helpdesk.article;
BEGIN
    PERFORM helpdesk.require(p_permission);
    SELECT * INTO v_article FROM helpdesk.article AS a WHERE a.article_id = p_article_id FOR NO KEY UPDATE;
    IF v_article.article_id IS NULL OR NOT helpdesk.can_see_article(v_article) THEN
        PERFORM helpdesk.refuse('PD001', format('article %s not found', coalesce(p_article_id::text, 'null')));
    END IF;
    RETURN v_article;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_article IS
'The article, locked for a change by one who sees it and has the permission. Raises PD001, PD002.';
