CREATE FUNCTION api.remove_article_file(attachment_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_article_id bigint := (
        SELECT a.article_id FROM helpdesk.attachment AS a WHERE a.attachment_id = remove_article_file.attachment_id
    );
BEGIN
    PERFORM helpdesk.lock_article(v_article_id, 'articles.edit');
    DELETE FROM helpdesk.attachment AS a WHERE a.attachment_id = remove_article_file.attachment_id;
END
$$;

COMMENT ON FUNCTION api.remove_article_file IS
$$Take a file from an article

Its bytes go, unless something else has them. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.remove_article_file TO agent, admin;
