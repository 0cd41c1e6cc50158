CREATE OR REPLACE FUNCTION helpdesk.is_safe_pattern(p_pattern text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_bare text := regexp_replace(p_pattern, '\\.', 'x', 'g');
    v_sum bigint;
    v_product numeric;
BEGIN
    IF length(p_pattern) NOT BETWEEN 1 AND 200
        OR EXISTS ( -- back-references make matching exponential
            SELECT 1 FROM regexp_matches(p_pattern, '\\(.)', 'g') AS m(found) WHERE m.found[1] BETWEEN '1' AND '9'
        )
        -- lookaround takes the square of the text's length, and more if nested; options change the syntax
        OR v_bare ~ '\(\?[^:]'
        OR v_bare ~ '^\*\*\*' THEN
        RETURN false;
    END IF;
    -- A count repeats its piece in the automaton; counts of counts multiply.
    SELECT sum(c.upper_bound), exp(sum(ln(greatest(c.upper_bound, 1)))) INTO v_sum, v_product
    FROM (
        SELECT coalesce(nullif(m.found[2], ''), m.found[1])::bigint AS upper_bound
        FROM regexp_matches(v_bare, '\{([0-9]{1,9})(?:,([0-9]{0,9}))?\}', 'g') AS m(found)
    ) AS c;
    IF v_sum > 1000 OR v_bare ~ '[)}*+?]\{' AND v_product > 2000.5 THEN
        RETURN false;
    END IF;
    PERFORM '' ~* p_pattern;
    RETURN true;
EXCEPTION WHEN OTHERS THEN
    RETURN false;
END
$$;

COMMENT ON FUNCTION helpdesk.is_safe_pattern IS
'Whether the regular expression compiles and its time grows no faster than the text: short, no back-references, no '
'lookaround, no large counts.';
