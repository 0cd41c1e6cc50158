CREATE FUNCTION api.withdraw_article(
    article_id bigint,
    language text DEFAULT NULL
) RETURNS api.articles
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.articles;
BEGIN
    PERFORM helpdesk.lock_article(withdraw_article.article_id, 'articles.publish');
    UPDATE helpdesk.article_translation AS t
    SET version_id = NULL, shown_at = NULL, next_version_id = NULL, next_at = NULL
    WHERE t.article_id = withdraw_article.article_id
        AND t.language = coalesce(withdraw_article.language, t.language)
        AND coalesce(t.version_id, t.next_version_id) IS NOT NULL;
    SELECT * INTO v_result FROM api.articles AS a WHERE a.article_id = withdraw_article.article_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.withdraw_article IS
$$Make an article a draft again

In one language, or without it in all; what was planned is dropped, too. Versions stay. Returns the article. Raises
PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.withdraw_article TO agent, admin;
