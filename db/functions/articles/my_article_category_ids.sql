CREATE OR REPLACE FUNCTION helpdesk.my_article_category_ids() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_audiences text[] := helpdesk.my_article_audiences();
BEGIN
    RETURN ARRAY(
        WITH RECURSIVE visible AS (
            SELECT c.category_id FROM helpdesk.article_category AS c
            WHERE c.parent_id IS NULL AND c.audience = ANY (v_audiences)
            UNION ALL
            SELECT c.category_id FROM visible AS v
            JOIN helpdesk.article_category AS c ON c.parent_id = v.category_id
            WHERE c.audience = ANY (v_audiences)
        )
        SELECT v.category_id FROM visible AS v
    );
END
$$;

COMMENT ON FUNCTION helpdesk.my_article_category_ids IS
'The categories that the caller sees, with all above them.';
GRANT EXECUTE ON FUNCTION helpdesk.my_article_category_ids TO anon, customer, agent, admin;
