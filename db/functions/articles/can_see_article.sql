CREATE OR REPLACE FUNCTION helpdesk.can_see_article(p_article helpdesk.article) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_is_staff boolean := helpdesk.actor_role() NOT IN ('anon', 'customer') AND helpdesk.me() IS NOT NULL;
BEGIN
    RETURN helpdesk.can('articles.publish') OR coalesce(
        p_article.audience = ANY (helpdesk.my_article_audiences())
        AND (p_article.category_id IS NULL OR p_article.category_id = ANY (helpdesk.my_article_category_ids()))
        AND (v_is_staff OR NOT p_article.is_archived AND p_article.shown_from <= helpdesk.clock()),
        false
    );
END
$$;

COMMENT ON FUNCTION helpdesk.can_see_article IS
'Whether the caller sees the article, as the policies of helpdesk.article say: staff also before it is shown and when '
'it is archived.';
