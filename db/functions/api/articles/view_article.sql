CREATE FUNCTION api.view_article(article_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.require_shown_article(view_article.article_id);
    INSERT INTO helpdesk.article_view (article_id, day)
    VALUES (view_article.article_id, (helpdesk.clock() AT TIME ZONE 'UTC')::date);
END
$$;

COMMENT ON FUNCTION api.view_article IS
$$Count a view of an article

Told by the page that shows it; nobody is named. In article_stats within a minute. Raises PD001.$$;
GRANT EXECUTE ON FUNCTION api.view_article TO anon, customer, agent, admin;
