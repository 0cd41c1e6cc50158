CREATE FUNCTION api.publish_article(
    article_id bigint,
    language text DEFAULT NULL,
    article_version_id bigint DEFAULT NULL,
    publish_at timestamptz DEFAULT NULL
) RETURNS api.article_versions
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_language text := coalesce(publish_article.language, helpdesk.setting_text('articles_language'));
    v_version_id bigint;
    v_result api.article_versions;
BEGIN
    PERFORM helpdesk.lock_article(publish_article.article_id, 'articles.publish');
    SELECT v.article_version_id INTO v_version_id
    FROM helpdesk.article_version AS v
    WHERE (v.article_id, v.language) = (publish_article.article_id, v_language)
        AND v.article_version_id = coalesce(publish_article.article_version_id, v.article_version_id)
    ORDER BY v.number DESC
    LIMIT 1;
    IF v_version_id IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('article %s has no such version in %s', publish_article.article_id, left(v_language, 100))
        );
    END IF;
    IF publish_article.publish_at > helpdesk.clock() THEN
        UPDATE helpdesk.article_translation AS t
        SET version_id = helpdesk.shown_version_id(t.version_id, t.next_version_id, t.next_at),
            shown_at = CASE WHEN t.next_at <= helpdesk.clock() THEN t.next_at ELSE t.shown_at END,
            next_version_id = v_version_id,
            next_at = publish_article.publish_at
        WHERE (t.article_id, t.language) = (publish_article.article_id, v_language);
    ELSE
        UPDATE helpdesk.article_translation AS t
        SET version_id = v_version_id, shown_at = helpdesk.clock(), next_version_id = NULL, next_at = NULL
        WHERE (t.article_id, t.language) = (publish_article.article_id, v_language)
            AND (t.version_id, t.next_version_id) IS DISTINCT FROM (v_version_id, NULL::bigint);
    END IF;
    SELECT * INTO v_result FROM api.article_versions AS v WHERE v.article_version_id = v_version_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.publish_article IS
$$Show a version of an article to its readers

The newest in language (without it that of setting articles_language), or article_version_id. publish_at: from when on;
until then readers see what they see now, and another call replaces the plan. Without it, at once. Returns the version.
Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.publish_article TO agent, admin;
