CREATE OR REPLACE FUNCTION helpdesk.typo_variants(p_word text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = ''
AS $$
BEGIN
    IF p_word !~ '^[[:alpha:]]{4,20}$' OR p_word ~ helpdesk.unspaced_letters() THEN
        RETURN '{}';
    END IF;
    RETURN p_word || ARRAY(
        SELECT DISTINCT left(p_word, i - 1) || substr(p_word, i + 1) FROM generate_series(1, length(p_word)) AS i
    );
END
$$;

COMMENT ON FUNCTION helpdesk.typo_variants IS
'A word of 4 to 20 letters, and it without each one of them; none of others. Of two words that differ by a letter left '
'out, added, changed, or by two exchanged, one such variant is the same.';
