CREATE OR REPLACE FUNCTION helpdesk.search_query(p_language text, p_text text, p_with_people boolean DEFAULT true)
RETURNS tsquery
LANGUAGE plpgsql STABLE SET search_path = '' SET client_min_messages = warning
AS $$
DECLARE
    v_config regconfig := helpdesk.search_config(p_language);
    v_query tsquery := '';
    v_part tsquery := '';
    v_fillers tsquery := '';
    v_items text[];
    v_word text;
    v_term record;
BEGIN
    v_items := ARRAY(
        SELECT m.found[1]
        FROM regexp_matches(p_text, '(-?"[^"]*"|' || helpdesk.phone_number() || '|\S+)', 'g')
            WITH ORDINALITY AS m(found, place)
        ORDER BY m.place
    );
    FOR i IN 1..cardinality(v_items) LOOP
        v_word := ltrim(v_items[i], '-');
        IF lower(v_items[i]) = 'or' THEN
            v_query := v_query || CASE WHEN numnode(v_part) = 0 THEN v_fillers ELSE v_part END;
            v_part := '';
            v_fillers := '';
            CONTINUE;
        END IF;
        v_term := helpdesk.search_term(
            v_config,
            v_word,
            v_word ~ '[[:alnum:]]{2}\*$'
            OR i = cardinality(v_items) AND v_word ~ '[[:alnum:]]{3}$'
        );
        IF numnode(v_term.term) = 0 THEN
            CONTINUE;
        ELSIF v_items[i] LIKE '-%' THEN
            v_part := v_part && !! v_term.term;
        ELSIF v_term.is_filler THEN
            v_fillers := v_fillers && v_term.term;
        ELSE
            v_part := v_part && v_term.term;
        END IF;
    END LOOP;
    v_query := v_query || CASE WHEN numnode(v_part) = 0 THEN v_fillers ELSE v_part END;
    IF NOT p_with_people THEN
        v_query := replace(regexp_replace(v_query::text, '(''[^'']*'')(:\*)?', '\1:\2ACD', 'g'), '::*', ':*')::tsquery;
    END IF;
    RETURN v_query;
END
$$;

COMMENT ON FUNCTION helpdesk.search_query IS
'Words, "phrases", or, -not as in a web search, word* for a beginning; without accents, as the language stems them, '
'the last one also as a beginning. Words that the language leaves out count only where there are no others. '
'p_with_people: also by names and addresses, weight B.';
