CREATE OR REPLACE FUNCTION helpdesk.require_shown_article(p_article_id bigint) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_article helpdesk.article;
BEGIN
    SELECT * INTO v_article FROM helpdesk.article AS a
    WHERE a.article_id = p_article_id AND NOT a.is_archived AND a.shown_from <= helpdesk.clock();
    IF v_article.article_id IS NULL OR NOT helpdesk.can_see_article(v_article) THEN
        PERFORM helpdesk.refuse('PD001', format('article %s not found', coalesce(p_article_id::text, 'null')));
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.require_shown_article IS
'Raises PD001 unless the article is published for the caller.';
