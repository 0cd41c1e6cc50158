CREATE OR REPLACE FUNCTION helpdesk.search_words(p_config regconfig, p_text text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = ''
AS $$
DECLARE
    c_simple CONSTANT regconfig := 'pg_catalog.simple';
    v_text text := helpdesk.search_text(p_text);
    v_folded text;
    v_grams tsvector;
    v_words tsvector;
BEGIN
    IF octet_length(v_text) > length(v_text) AND v_text ~ helpdesk.unspaced_letters() THEN
        v_grams := helpdesk.search_grams(v_text);
        v_text := regexp_replace(v_text, helpdesk.unspaced_letters(), ' ', 'g');
    END IF;
    v_folded := helpdesk.fold_accents(v_text);
    v_words := to_tsvector(c_simple, v_folded);
    IF p_config <> c_simple THEN
        v_words := v_words || to_tsvector(p_config, v_text);
        IF v_folded <> v_text THEN
            v_words := v_words || to_tsvector(p_config, helpdesk.fold_accents((
                SELECT string_agg(DISTINCT w.found[1], ' ')
                FROM regexp_matches(v_text, '[[:alpha:]]*[^\x01-\x7f][[:alpha:]]*', 'g') AS w(found)
            )));
        END IF;
    END IF;
    IF v_folded ~ '\m0[0-9]*[1-9]' THEN
        v_words := v_words || to_tsvector(c_simple, coalesce((
            SELECT string_agg(n.found[1], ' ')
            FROM regexp_matches(left(v_folded, 30000), '\m0+([1-9][0-9]*)\M', 'g') AS n(found)
        ), ''));
    END IF;
    IF p_text ~ helpdesk.phone_number() THEN
        v_words := v_words || helpdesk.search_phones(p_text);
    END IF;
    RETURN v_words || coalesce(v_grams, '');
END
$$;

COMMENT ON FUNCTION helpdesk.search_words IS
'The words of a text without accents and as the language stems them, the pairs of letters of unspaced scripts, numbers '
'also without leading zeros, telephone numbers from their end.';
