CREATE OR REPLACE FUNCTION helpdesk.index_articles(p_limit int DEFAULT 500) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_recipe text := helpdesk.search_recipe();
    v_ids bigint[];
BEGIN
    v_ids := ARRAY(
        SELECT s.article_version_id
        FROM helpdesk.article_search AS s
        WHERE s.recipe < v_recipe OR s.recipe > v_recipe
        LIMIT p_limit
        FOR UPDATE SKIP LOCKED
    );
    UPDATE helpdesk.article_search AS s
    SET recipe = v_recipe,
        head = helpdesk.article_head(v),
        document = helpdesk.article_document(v)
    FROM helpdesk.article_version AS v
    WHERE s.article_version_id = ANY (v_ids) AND v.article_version_id = s.article_version_id;
    RETURN helpdesk.job_has_more(cardinality(v_ids), p_limit);
END
$$;

COMMENT ON FUNCTION helpdesk.index_articles IS
'Makes the words of p_limit articles anew that another server, or other functions, made; returns of how many.';
GRANT EXECUTE ON FUNCTION helpdesk.index_articles TO worker;
