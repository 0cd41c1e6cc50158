CREATE OR REPLACE FUNCTION helpdesk.search_term(
    p_language text,
    p_text text,
    p_is_beginning boolean,
    OUT term tsquery,
    OUT is_filler boolean
)
LANGUAGE plpgsql IMMUTABLE SET search_path = ''
AS $$
DECLARE
    c_simple CONSTANT regconfig := 'pg_catalog.simple';
    v_config regconfig := helpdesk.search_config(p_language);
    v_text text := helpdesk.search_text(p_text);
    v_spaced text := regexp_replace(v_text, helpdesk.unspaced_letters(), ' ', 'g');
    v_folded text := helpdesk.fold_accents(v_spaced);
    v_plain tsquery := phraseto_tsquery(c_simple, v_folded);
    v_stem tsquery := phraseto_tsquery(v_config, v_spaced);
    v_is_phone boolean := p_text ~ ('^' || helpdesk.phone_number() || '$');
    v_other text;
    v_digits text;
    v_run text;
BEGIN
    IF v_is_phone AND p_text ~ '\s' THEN
        -- Or they are several numbers.
        v_plain := plainto_tsquery(c_simple, v_folded);
        v_stem := v_plain;
    END IF;
    is_filler := numnode(v_plain) > 0 AND numnode(v_stem) = 0;
    IF p_is_beginning AND v_folded ~ '[[:alnum:]]\s*$' AND v_spaced ~ '[[:alnum:]]\s*$' THEN
        v_plain := (v_plain::text || ':*')::tsquery;
    END IF;
    term := v_plain;
    IF NOT is_filler AND v_stem <> v_plain THEN
        term := term || v_stem;
    END IF;
    IF v_folded <> v_spaced THEN
        term := term || phraseto_tsquery(v_config, v_folded);
    END IF;
    -- ä may be written ae, and ae stand for ä.
    v_other := CASE
        WHEN v_spaced ~ '[äöüÄÖÜåÅøØ]' THEN helpdesk.fold_accents(replace(replace(replace(replace(replace(
            translate(v_spaced, 'ÄÖÜÅØ', 'äöüåø'), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'å', 'aa'), 'ø', 'oe'))
        WHEN v_folded ~ '[ao]e|[^aeq]ue' AND length(v_folded) > 4 THEN
            regexp_replace(v_folded, '([ao])e|([^aeq]u)e', '\1\2', 'g')
    END;
    IF v_other IS NOT NULL THEN
        term := term || phraseto_tsquery(c_simple, v_other);
    END IF;
    v_digits := ltrim(regexp_replace(p_text, '[^0-9]', '', 'g'), '0');
    IF v_is_phone AND length(v_digits) >= 7 THEN
        term := term || format('''#%s'':*', left(reverse(v_digits), 9))::tsquery;
    END IF;
    FOR v_run IN SELECT r.found[1] FROM regexp_matches(v_text, helpdesk.unspaced_letters(), 'g') AS r(found) LOOP
        term := term && CASE
            WHEN length(v_run) = 1 THEN format('''%s'':*', v_run)
            ELSE (
                SELECT string_agg(format('''%s''', substr(v_run, i, 2)), ' <-> ' ORDER BY i)
                FROM generate_series(1, length(v_run) - 1) AS i
            )
        END::tsquery;
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.search_term IS
'What finds one word or phrase of a query; null nowhere, empty if it holds no word. p_is_beginning: its last word may '
'be unfinished. is_filler: a word that the language leaves out.';
