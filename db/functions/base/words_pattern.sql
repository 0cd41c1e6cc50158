CREATE OR REPLACE FUNCTION helpdesk.words_pattern(p_texts text[]) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN (
    SELECT string_agg(
        regexp_replace(t.text, '([^[:alnum:][:space:]_])', '\\\1', 'g'), '|' ORDER BY length(t.text) DESC, t.text
    )
    FROM unnest(p_texts) AS t(text)
);

COMMENT ON FUNCTION helpdesk.words_pattern IS
'A regular expression for any of these texts; the longest first, since one may hold another.';
