CREATE FUNCTION api.attach_to_article(article_id bigint, uploads uuid[]) RETURNS SETOF api.attachments
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    PERFORM helpdesk.lock_article(attach_to_article.article_id, 'articles.edit');
    PERFORM helpdesk.place_uploads(
        coalesce(attach_to_article.uploads, '{}'), NULL, p_article_id => attach_to_article.article_id
    );
    RETURN QUERY
    SELECT *
    FROM api.attachments AS a
    WHERE a.article_id = attach_to_article.article_id
    ORDER BY a.attachment_id;
END
$$;

COMMENT ON FUNCTION api.attach_to_article IS
$$Give an article files

uploads: the upload_key of files of POST /files. Who may read the article may have them, guests without a token, too, at
/files/{attachment_id}. Returns all that it has. Raises PD001, PD002, PD156, PD157, PD158.$$;
GRANT EXECUTE ON FUNCTION api.attach_to_article TO agent, admin;
