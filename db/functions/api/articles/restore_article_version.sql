CREATE FUNCTION api.restore_article_version(article_version_id bigint) RETURNS api.article_versions
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_old helpdesk.article_version;
    v_id bigint;
    v_result api.article_versions;
BEGIN
    SELECT * INTO v_old FROM helpdesk.article_version AS v
    WHERE v.article_version_id = restore_article_version.article_version_id;
    PERFORM helpdesk.lock_article(v_old.article_id, 'articles.edit');
    INSERT INTO helpdesk.article_version AS v (article_id, language, title, summary, body, keywords)
    VALUES (v_old.article_id, v_old.language, v_old.title, v_old.summary, v_old.body, v_old.keywords)
    RETURNING v.article_version_id INTO v_id;
    SELECT * INTO v_result FROM api.article_versions AS v WHERE v.article_version_id = v_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.restore_article_version IS
$$Take an old version of an article up again

As a new draft; rpc/publish_article shows it. Returns the new version. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.restore_article_version TO agent, admin;
