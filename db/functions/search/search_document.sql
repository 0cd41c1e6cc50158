CREATE OR REPLACE FUNCTION helpdesk.search_document(
    p_id bigint,
    p_language text,
    p_head text,
    p_body text,
    p_people text DEFAULT NULL
) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = ''
AS $$
DECLARE
    v_config regconfig := helpdesk.search_config(p_language);
    v_document tsvector := array_to_tsvector(ARRAY[' ' || (p_id >> 13)])
        || helpdesk.search_words(v_config, left(p_body, 100000));
BEGIN
    IF p_head IS NOT NULL THEN
        v_document := v_document || setweight(helpdesk.search_words(v_config, p_head), 'A');
    END IF;
    IF p_people IS NOT NULL THEN
        v_document := v_document || setweight(helpdesk.search_words('pg_catalog.simple', p_people), 'B');
    END IF;
    RETURN v_document;
END
$$;

COMMENT ON FUNCTION helpdesk.search_document IS
'The words of a text; those of its head weigh A, names and addresses B, by which search_query leaves them out for '
'customers, and of a very long text only the beginning counts. One more word, with a space in it, is the block of 8192 '
'ids, by which find_newest_matches narrows the index.';
