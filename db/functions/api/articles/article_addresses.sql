CREATE FUNCTION api.article_addresses() RETURNS SETOF api.article_address
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT t.article_id, t.language, t.slug,
        CASE WHEN t.next_at <= helpdesk.clock() THEN t.next_at ELSE t.shown_at END
    FROM helpdesk.article_translation AS t
    WHERE helpdesk.shown_version_id(t.version_id, t.next_version_id, t.next_at) IS NOT NULL;
END;

COMMENT ON FUNCTION api.article_addresses IS
$$List where articles are, in each language in which they are shown

Without their texts, for maps of a site; filter and order as any view.$$;
GRANT EXECUTE ON FUNCTION api.article_addresses TO anon, customer, agent, admin;
