CREATE FUNCTION api.rate_article(
    article_id bigint,
    is_helpful boolean,
    comment text DEFAULT NULL,
    language text DEFAULT NULL,
    reader text DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    c_an_hour CONSTANT int := 20;
    v_me bigint := helpdesk.me();
    v_network text := helpdesk.caller_network();
    v_language text := (
        SELECT t.language FROM helpdesk.article_translation AS t
        WHERE t.article_id = rate_article.article_id AND t.language = rate_article.language
    );
    v_comment text := nullif(btrim(rate_article.comment), '');
BEGIN
    PERFORM helpdesk.require('articles.rate');
    PERFORM helpdesk.require_shown_article(rate_article.article_id);
    IF rate_article.is_helpful IS NULL THEN
        PERFORM helpdesk.refuse('PD006', 'is_helpful is missing');
    END IF;
    IF v_me IS NOT NULL THEN
        INSERT INTO helpdesk.article_feedback AS f (article_id, person_id, language, is_helpful, comment)
        VALUES (rate_article.article_id, v_me, v_language, rate_article.is_helpful, v_comment)
        ON CONFLICT (article_id, person_id) DO UPDATE SET
            language = excluded.language, is_helpful = excluded.is_helpful, comment = excluded.comment,
            updated_at = excluded.updated_at;
        RETURN;
    END IF;
    IF coalesce(rate_article.reader, '') !~ '^[A-Za-z0-9_-]{16,100}$' THEN
        PERFORM helpdesk.refuse(
            'PD006', 'reader is no key', NULL,
            'Give 16 to 100 random letters and digits, the same each time, or sign in.'
        );
    END IF;
    -- So that one network cannot say more at once; some share a turn, so that turns stay few.
    PERFORM helpdesk.take_turn('rate_article ' || (hashtext(v_network) & 31));
    IF c_an_hour <= (
        SELECT count(*) FROM helpdesk.article_feedback AS f
        WHERE f.network = v_network AND f.updated_at > helpdesk.clock() - interval '1 hour'
    ) THEN
        PERFORM helpdesk.refuse('PD111', format('more than %s ratings in an hour', c_an_hour));
    END IF;
    INSERT INTO helpdesk.article_feedback AS f (article_id, reader_hash, network, language, is_helpful, comment)
    VALUES (
        rate_article.article_id, sha256(convert_to(concat(rate_article.article_id, ' ', rate_article.reader), 'UTF8')),
        v_network, v_language, rate_article.is_helpful, v_comment
    )
    ON CONFLICT (article_id, reader_hash) DO UPDATE SET
        network = excluded.network, language = excluded.language, is_helpful = excluded.is_helpful,
        comment = excluded.comment, updated_at = excluded.updated_at;
END
$$;

COMMENT ON FUNCTION api.rate_article IS
$$Say whether an article helped

Once a reader: the same person, or the same reader, a random key that a guest's client keeps, says it anew. comment: for
editors, /rest/article_feedback. Raises PD001, PD002, PD006, PD111 (too many of one network).$$;
GRANT EXECUTE ON FUNCTION api.rate_article TO anon, customer, agent, admin;
