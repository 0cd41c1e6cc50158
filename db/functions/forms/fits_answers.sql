CREATE OR REPLACE FUNCTION helpdesk.fits_answers(p_when jsonb, p_answers jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
    SELECT NOT EXISTS (
        SELECT
        FROM jsonb_each(p_when) AS w
        WHERE p_answers -> w.key IS NULL
            OR w.value <> '[]' AND NOT EXISTS (
                SELECT FROM jsonb_array_elements(w.value) AS wanted(answer)
                -- An array holds its members, and a value itself.
                WHERE p_answers -> w.key @> wanted.answer
            )
    );
END;

COMMENT ON FUNCTION helpdesk.fits_answers IS
'Whether the answers have, for each key of p_when, one of those in its list; of several that were chosen, one '
'is enough.';
