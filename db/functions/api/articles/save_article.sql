CREATE FUNCTION api.save_article(
    article_id bigint DEFAULT NULL,
    language text DEFAULT NULL,
    title text DEFAULT NULL,
    body text DEFAULT NULL,
    summary text DEFAULT NULL,
    keywords text DEFAULT NULL,
    slug text DEFAULT NULL,
    category_id bigint DEFAULT NULL,
    audience text DEFAULT NULL,
    based_on int DEFAULT NULL
) RETURNS api.article_versions
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_article_id bigint := save_article.article_id;
    v_language text := coalesce(save_article.language, helpdesk.setting_text('articles_language'));
    v_translation helpdesk.article_translation;
    v_newest helpdesk.article_version;
    v_result api.article_versions;
BEGIN
    PERFORM helpdesk.require('articles.edit');
    IF v_article_id IS NULL THEN
        IF save_article.audience <> ALL (helpdesk.my_article_audiences()) THEN
            PERFORM helpdesk.refuse(
                'PD006', 'audience is none that you belong to', NULL, 'See /rest/article_audiences.'
            );
        ELSIF save_article.category_id IS NOT NULL
            AND save_article.category_id <> ALL (helpdesk.my_article_category_ids()) THEN
            PERFORM helpdesk.refuse(
                'PD006', format('category %s does not exist', save_article.category_id), NULL,
                'See /rest/article_categories.'
            );
        END IF;
        INSERT INTO helpdesk.article AS a (category_id, audience)
        VALUES (save_article.category_id, coalesce(save_article.audience, 'public'))
        RETURNING a.article_id INTO v_article_id;
    ELSIF save_article.category_id IS NOT NULL OR save_article.audience IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD006', 'category_id and audience are for a new article', NULL, 'Change them by PATCH of /rest/articles.'
        );
    ELSE
        PERFORM helpdesk.lock_article(v_article_id, 'articles.edit');
    END IF;

    SELECT * INTO v_translation FROM helpdesk.article_translation AS t
    WHERE (t.article_id, t.language) = (v_article_id, v_language);
    SELECT * INTO v_newest FROM helpdesk.article_version AS v
    WHERE (v.article_id, v.language) = (v_article_id, v_language)
    ORDER BY v.number DESC
    LIMIT 1;
    IF save_article.based_on <> coalesce(v_newest.number, 0) THEN
        PERFORM helpdesk.refuse(
            'PD005',
            format(
                'article %s has version %s, not %s', v_article_id, coalesce(v_newest.number, 0), save_article.based_on
            ),
            NULL, 'Read the newest version in /rest/article_versions.'
        );
    ELSIF v_newest.number IS NULL AND coalesce(save_article.title, '') !~ '\S' THEN
        PERFORM helpdesk.refuse('PD006', 'title is missing');
    END IF;

    IF v_translation.article_id IS NULL THEN
        INSERT INTO helpdesk.article_translation (article_id, language, slug)
        VALUES (
            v_article_id, v_language,
            coalesce(save_article.slug, helpdesk.make_article_slug(save_article.title, v_language))
        );
    ELSIF save_article.slug <> v_translation.slug THEN
        IF coalesce(v_translation.version_id, v_translation.next_version_id) IS NOT NULL THEN
            PERFORM helpdesk.require('articles.publish');
        END IF;
        UPDATE helpdesk.article_translation AS t SET slug = save_article.slug
        WHERE (t.article_id, t.language) = (v_article_id, v_language);
    END IF;

    IF v_newest.number IS NULL OR (v_newest.title, v_newest.summary, v_newest.body, v_newest.keywords) <> (
        coalesce(save_article.title, v_newest.title), coalesce(save_article.summary, v_newest.summary),
        coalesce(save_article.body, v_newest.body), coalesce(save_article.keywords, v_newest.keywords)
    ) THEN
        INSERT INTO helpdesk.article_version (article_id, language, title, summary, body, keywords)
        VALUES (
            v_article_id, v_language, coalesce(save_article.title, v_newest.title),
            coalesce(save_article.summary, v_newest.summary, ''), coalesce(save_article.body, v_newest.body, ''),
            coalesce(save_article.keywords, v_newest.keywords, '')
        );
    END IF;
    SELECT * INTO v_result FROM api.article_versions AS v
    WHERE (v.article_id, v.language) = (v_article_id, v_language)
    ORDER BY v.number DESC
    LIMIT 1;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.save_article IS
$$Save a draft of an article

Without article_id a new article, which needs a title; category_id and audience (else public) are for that. Otherwise
the next version in language (without it that of setting articles_language); what is left out stays as it was. Readers
see it when it is published. body: Markdown. slug: without it made of the first title. based_on: number of the version
that the caller saw, 0 of none; refused with PD005 if there is a newer one. Returns the newest version. Raises PD001,
PD002, PD005, PD006.$$;
GRANT EXECUTE ON FUNCTION api.save_article TO agent, admin;
