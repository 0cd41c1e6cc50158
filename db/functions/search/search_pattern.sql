CREATE OR REPLACE FUNCTION helpdesk.search_pattern(p_query tsquery) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT w.word || '(?:[^\s\w]' || w.word || ')*'
        FROM (
            SELECT '\m(?:' || string_agg(
                m.found[1] || CASE WHEN m.found[2] IS NULL AND length(m.found[1]) < 4 THEN '\M' ELSE '\w*' END, '|'
            ) || ')' AS word
            FROM regexp_matches(p_query::text, '''([[:alnum:]]+)''(:[A-D]*\*)?', 'g') AS m(found)
            WHERE m.found[1] !~ helpdesk.unspaced_letters()
        ) AS w
    );
END
$$;

COMMENT ON FUNCTION helpdesk.search_pattern IS
'A regular expression: words that begin like one that is looked for, and codes of such. Null '
'where none can, as in unspaced scripts.';
