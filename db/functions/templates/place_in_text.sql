CREATE OR REPLACE FUNCTION helpdesk.place_in_text(p_text text, p_position int) RETURNS jsonb
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
    SELECT jsonb_build_object(
        'line', 1 + length(b.before) - length(replace(b.before, E'\n', '')),
        'column', 1 + length(regexp_replace(b.before, '^.*\n', ''))
    )
    FROM (SELECT left(p_text, p_position - 1) AS before) AS b;
END;

COMMENT ON FUNCTION helpdesk.place_in_text IS 'Line and column of a character of a text, both from 1.';
