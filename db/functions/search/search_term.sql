CREATE OR REPLACE FUNCTION helpdesk.search_term(
    p_config regconfig,
    p_text text,
    p_is_beginning boolean,
    OUT term tsquery,
    OUT is_filler boolean
)
LANGUAGE plpgsql IMMUTABLE SET search_path = ''
AS $$
DECLARE
    c_simple CONSTANT regconfig := 'pg_catalog.simple';
    v_is_ascii boolean := octet_length(p_text) = length(p_text);
    v_text text := helpdesk.search_text(p_text);
    v_spaced text := v_text;
    v_folded text := v_text;
    v_plain tsquery;
    v_stem tsquery;
    v_other text;
    v_run text;
BEGIN
    IF NOT v_is_ascii THEN
        v_spaced := regexp_replace(v_text, helpdesk.unspaced_letters(), ' ', 'g');
        v_folded := helpdesk.fold_accents(v_spaced);
    END IF;
    v_plain := phraseto_tsquery(c_simple, v_folded);
    v_stem := phraseto_tsquery(p_config, v_spaced);
    is_filler := numnode(v_plain) > 0 AND numnode(v_stem) = 0;
    term := v_plain;
    IF p_text ~ ('^' || helpdesk.phone_number() || '$') THEN
        -- With spaces it may be several numbers as well.
        term := CASE WHEN p_text ~ '\s' THEN plainto_tsquery(c_simple, v_folded) ELSE v_plain END || format(
            '''#%s'':*', left(reverse(ltrim(regexp_replace(p_text, '[^0-9]', '', 'g'), '0')), 9)
        )::tsquery;
    ELSIF p_is_beginning AND numnode(v_plain) > 0 AND v_folded ~ '[[:alnum:]]\W*$' AND v_spaced ~ '[[:alnum:]]\W*$' THEN
        term := (v_plain::text || ':*')::tsquery;
    END IF;
    IF v_stem <> v_plain AND NOT is_filler THEN
        term := term || v_stem;
    END IF;
    IF v_folded <> v_spaced THEN
        term := term || phraseto_tsquery(p_config, v_folded);
    END IF;
    -- ä may be written ae, and ae stand for ä.
    IF NOT v_is_ascii AND v_spaced ~ '[äöüÄÖÜåÅøØ]' THEN
        v_other := helpdesk.fold_accents(replace(replace(replace(replace(replace(
            translate(v_spaced, 'ÄÖÜÅØ', 'äöüåø'), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'å', 'aa'), 'ø', 'oe'));
    ELSIF v_folded ~ '[ao]e|[^aeq]ue' AND length(v_folded) > 4 THEN
        v_other := regexp_replace(regexp_replace(v_folded, '([ao])e', '\1', 'g'), '([^aeq]u)e', '\1', 'g');
    END IF;
    IF v_other IS NOT NULL THEN
        term := term || phraseto_tsquery(c_simple, v_other);
    END IF;
    IF v_is_ascii THEN
        RETURN;
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
'What finds one word or phrase of a query; empty if it holds no word. p_is_beginning: its last word may be unfinished. '
'is_filler: a word that the language leaves out.';
