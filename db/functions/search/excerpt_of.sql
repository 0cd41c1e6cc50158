CREATE OR REPLACE FUNCTION helpdesk.excerpt_of(p_text text, p_config regconfig, p_query tsquery, p_asked text)
RETURNS text
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
DECLARE
    v_excerpt text := ts_headline(
        p_config, p_text, p_query, 'StartSel=**, StopSel=**, MaxWords=30, MinWords=10'
    );
    v_text text;
    v_folded text;
    v_word text;
    v_at int;
BEGIN
    IF v_excerpt LIKE '%**%' THEN
        RETURN v_excerpt;
    END IF;
    -- Accents, unspaced scripts and parts of codes are no words of ts_headline.
    v_text := normalize(p_text, NFC);
    v_folded := lower(helpdesk.fold_accents(v_text));
    IF length(v_folded) <> length(v_text) THEN
        v_folded := lower(v_text);
    END IF;
    FOREACH v_word IN ARRAY regexp_split_to_array(left(p_asked, 1000), '[\s"*()]+') LOOP
        v_word := lower(helpdesk.fold_accents(ltrim(v_word, '-')));
        v_at := strpos(v_folded, v_word);
        IF v_word <> '' AND v_at > 0 THEN
            RETURN concat(
                substr(v_text, greatest(v_at - 80, 1), least(80, v_at - 1)), '**', substr(v_text, v_at, length(v_word)),
                '**', substr(v_text, v_at + length(v_word), 120)
            );
        END IF;
    END LOOP;
    RETURN v_excerpt;
END
$$;

COMMENT ON FUNCTION helpdesk.excerpt_of IS
'The part of a text that answers a search best, what was asked for between **; without a hit its beginning.';
