CREATE OR REPLACE FUNCTION helpdesk.take_words(p_value jsonb, p_pattern text, p_mark text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = ''
AS $$
BEGIN
    RETURN CASE jsonb_typeof(p_value)
        WHEN 'string' THEN
            CASE
                WHEN p_pattern IS NULL THEN to_jsonb(p_mark)
                ELSE to_jsonb(regexp_replace(p_value #>> '{}', p_pattern, p_mark, 'gi'))
            END
        WHEN 'array' THEN (
            SELECT coalesce(jsonb_agg(helpdesk.take_words(e.value, p_pattern, p_mark) ORDER BY e.position), '[]')
            FROM jsonb_array_elements(p_value) WITH ORDINALITY AS e(value, position)
            WHERE p_pattern IS NOT NULL
        )
        WHEN 'object' THEN (
            SELECT coalesce(jsonb_object_agg(e.key, helpdesk.take_words(e.value, p_pattern, p_mark)), '{}')
            FROM jsonb_each(p_value) AS e
            WHERE p_pattern IS NOT NULL
        )
        ELSE p_value
    END;
END
$$;

COMMENT ON FUNCTION helpdesk.take_words IS
'A JSON value with a mark instead of what matches the pattern; null: instead of each text, and lists and objects '
'empty.';
