-- Not in the parser's way, which makes one word of a run of such letters: only its beginning would be found.
CREATE OR REPLACE FUNCTION helpdesk.search_grams(p_text text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = ''
AS $$
BEGIN
    RETURN coalesce((
        -- A tsvector knows 16383 positions: a long text begins anew, so that its end keeps its order.
        SELECT string_agg(format('''%s'':%s', g.gram, (g.place - 1) % 16000 + 1), ' ')
        FROM (
            SELECT
                c.letter || coalesce(lead(c.letter) OVER (PARTITION BY r.run ORDER BY c.place), '') AS gram,
                row_number() OVER (ORDER BY r.run, c.place) AS place
            FROM regexp_matches(left(p_text, 50000), helpdesk.unspaced_letters(), 'g') WITH ORDINALITY AS r(found, run)
            CROSS JOIN string_to_array(r.found[1], NULL) AS s(letters)
            CROSS JOIN unnest(s.letters) WITH ORDINALITY AS c(letter, place)
        ) AS g
    ), '')::tsvector;
END
$$;

COMMENT ON FUNCTION helpdesk.search_grams IS
'Of each run of letters of an unspaced script: its pairs of neighbours in their order, then the last letter. A word '
'anywhere in it is the phrase of the word''s pairs.';
