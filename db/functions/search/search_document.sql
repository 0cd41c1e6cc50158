CREATE OR REPLACE FUNCTION helpdesk.search_document(p_id bigint, p_language text, p_head text, p_body text)
RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE SET search_path = ''
AS $$
DECLARE
    v_config regconfig := helpdesk.search_config(p_language);
    v_simple regconfig := 'pg_catalog.simple';
    v_body text := left(p_body, 100000);
    v_document tsvector := array_to_tsvector(ARRAY[' ' || (p_id >> 13)]) || to_tsvector(v_simple, v_body);
BEGIN
    IF v_config <> v_simple THEN
        v_document := v_document || to_tsvector(v_config, v_body);
    END IF;
    IF p_head IS NOT NULL THEN
        v_document := v_document || setweight(to_tsvector(v_simple, p_head) || to_tsvector(v_config, p_head), 'A');
    END IF;
    RETURN v_document;
END
$$;

COMMENT ON FUNCTION helpdesk.search_document IS
'The words of a text, as they are and as the language stems them; those of its head weigh more, and of a very '
'long text only the beginning counts. One more word, with a space in it, is the block of 8192 ids, by which '
'find_newest_matches narrows the index.';
