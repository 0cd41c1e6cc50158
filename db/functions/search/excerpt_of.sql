CREATE OR REPLACE FUNCTION helpdesk.excerpt_of(
    p_text text,
    p_pattern text,
    p_config regconfig,
    p_query tsquery,
    p_asked text
) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
DECLARE
    v_at int := regexp_instr(p_text, p_pattern, 1, 1, 0, 'i');
    v_excerpt text;
    v_text text;
    v_folded text;
    v_word text;
BEGIN
    -- Most hits look like what was asked for: a sixth of what it takes to stem all words.
    IF v_at > 0 THEN
        v_excerpt := substr(p_text, v_at, 200);
        IF length(p_text) >= v_at + 200 THEN
            v_excerpt := regexp_replace(v_excerpt, '\s+\S*$', '');
        END IF;
        IF v_at > 40 THEN
            v_excerpt := regexp_replace(substr(p_text, v_at - 40, 40), '^\S*\s*', '') || v_excerpt;
        ELSE
            v_excerpt := left(p_text, v_at - 1) || v_excerpt;
        END IF;
        RETURN regexp_replace(v_excerpt, p_pattern, '**\&**', 'gi');
    END IF;
    v_excerpt := ts_headline(p_config, p_text, p_query, 'StartSel=**, StopSel=**, MaxWords=30, MinWords=10');
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
'The part of a text that answers a search, what was asked for between **; without a hit its beginning. p_pattern: '
'search_pattern of the query.';
